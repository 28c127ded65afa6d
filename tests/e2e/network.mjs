// The proof that nothing is sent anywhere: the program as people run it, under
// strace, importing and showing files that name addresses of this machine.
//
// What would be seen: a socket of the internet families that was given out, a
// question to a name server's socket, a connection at the canary. So that none
// of these checks can pass by looking at nothing, each is first seen to fire.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { none } from './expect.mjs'
import { writePng } from './png.mjs'
import { press } from './pages.mjs'
import { BUS, ended, within } from './session.mjs'
import { settled } from './wait.mjs'
import { count, screen } from './xwd.mjs'

const { SCANFOLIO_APP, SCANFOLIO_CLI, SCANFOLIO_MAKE, SCANFOLIO_TARGET } = process.env
const SHOWN_MS = 60_000
const LINGER_MS = 3_000

const work = mkdtempSync(join(tmpdir(), 'scanfolio-network-'))
const pictures = join(SCANFOLIO_TARGET, 'screenshots')
const logs = join(SCANFOLIO_TARGET, 'e2e')
for (const folder of [pictures, logs]) mkdirSync(folder, { recursive: true })

let hits = 0
const canary = createServer((socket) => {
  hits++
  socket.destroy()
})
await new Promise((resolve) => canary.listen(0, '127.0.0.1', resolve))
const address = `127.0.0.1:${canary.address().port}`
const files = join(work, 'files')
const library = join(work, 'library')
make('canary', files, `http://${address}`)
/** Asks a debug build to let its own page reach out in every way it can. */
const CANARY = { SCANFOLIO_TEST_CANARY: `http://${address}` }

const checks = {
  'without the filter, a page that reaches out reaches the canary and strace sees it': async () => {
    const trace = await shows('open', [], isInk, { ...CANARY, SCANFOLIO_TEST_NO_FILTER: '1' })
    if (hits === 0) throw new Error('the page did not reach the canary')
    if (reached(trace).length === 0) throw new Error('strace did not see it')
    hits = 0
  },
  'with the filter, the same page reaches nothing': async () => {
    const trace = await shows('shut', [], isInk, CANARY)
    if (!/socket\(AF_INET6?,.* = -1 E/.test(trace)) throw new Error('the page did not even try')
    // Asking a name service on this machine is all that is left to it, and the
    // filter cannot see to whom a local socket speaks.
    none('sockets given out', trace.split('\n').filter(isInternet))
    if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
  },
  'importing sends nothing': async () => {
    const trace = join(work, 'import.strace')
    const arguments_ = [SCANFOLIO_CLI, '--library', library, 'import', files, '--person', 'new', '--json']
    const { status, stdout, stderr } = spawnSync('strace', [...straced(trace), ...arguments_], { encoding: 'utf8' })
    const { instances } = JSON.parse(stdout || '{}')
    if (![0, 1].includes(status) || instances !== 9) throw new Error(`import: ${status} ${stdout} ${stderr}`)
    unreached(readFileSync(trace, 'utf8'))
  },
  'showing the library sends nothing': async () => unreached(await shows('library', [], isInk)),
  'showing a text report sends nothing': async () => unreached(await shows('text', [join(files, 'text')], isTissue)),
  'showing an HTML file sends nothing': async () => unreached(await shows('html', [join(files, 'html')], isTissue)),
  'showing a PDF report sends nothing': async () => unreached(await shows('pdf', [join(files, 'pdf')], isTissue)),
  // The driver needs the network, so the filter is off here: what holds is the
  // content security policy, and that no link in a document is ever followed.
  'a PDF as it was issued reaches nothing, even without the filter': () =>
    within({ args: [join(files, 'pdf')], size: [1440, 900] }, async (browser) => {
      await press(browser, 'as_issued_link')
      await settled('the page of the PDF', SHOWN_MS, () => count(screen(), isBox) > 1500)
      await browser.pause(LINGER_MS)
      writeFileSync(join(pictures, 'network-pdf-as-issued.png'), writePng(screen()))
      if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
    }),
}

let failed = 0
for (const [sentence, check] of Object.entries(checks)) {
  try {
    await check()
    console.log(`ok ${sentence}`)
  } catch (error) {
    failed++
    console.log(`not ok ${sentence}\n    ${String(error.stack ?? error).replace(/\n/g, '\n    ')}`)
  }
}
console.log(`\n${Object.keys(checks).length - failed} passed, ${failed} failed`)
canary.close()
rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
process.exit(failed === 0 ? 0 : 1)

function make(...words) {
  const { status, stderr } = spawnSync(SCANFOLIO_MAKE, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`make-files: ${stderr}`)
}

function straced(trace) {
  return ['-f', '-qq', '-s', '200', '-e', 'trace=network', '-o', trace]
}

/** The internet sockets that were given out, and even a try to ask a name service. */
function reached(trace) {
  const isNameService = (line) => /nscd\/socket|org\.freedesktop\.resolve1|systemd\/resolve/.test(line)
  return trace.split('\n').filter((line) => isInternet(line) || isNameService(line))
}

/** A socket that can leave this machine was given out, or used. */
function isInternet(line) {
  const isGivenOut = /socket\((AF_INET6?|AF_PACKET),.*\) = \d+/.test(line)
  const isUsed = /sa_family=AF_INET6?/.test(line) && !/= -1 E/.test(line)
  return isGivenOut || isUsed
}

function unreached(trace) {
  none('reached out', reached(trace))
  if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
}

/** The program as people run it: no automation, a home of its own. */
function environment(name, more = {}) {
  const home = join(work, `home-${name}`)
  mkdirSync(home, { recursive: true })
  return { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, SCANFOLIO_LIBRARY: library, ...more }
}

/**
 * Opens the window, waits until what is meant is on the screen, lingers,
 * closes; gives what strace saw.
 */
async function shows(name, args, isMeant, more = {}) {
  const trace = join(work, `${name}.strace`)
  const log = openSync(join(logs, `network-${name}.log`), 'w')
  const program = spawn('dbus-run-session', [`--config-file=${BUS}`, '--', 'strace', ...straced(trace), SCANFOLIO_APP, ...args], {
    env: environment(name, more),
    stdio: ['ignore', log, log],
    detached: true,
  })
  try {
    await settled(`the ${name} on the screen`, SHOWN_MS, () => count(screen(), isMeant) > 1500)
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS))
  } finally {
    writeFileSync(join(pictures, `network-${name}.png`), writePng(screen()))
    await ended(program)
  }
  const seen = readFileSync(trace, 'utf8')
  if (!/connect\(.*X11-unix/.test(seen)) throw new Error('strace did not even see the screen being opened')
  return seen
}

/** Dark words on paper, or light ones on dark. */
function isInk(red, green, blue) {
  return Math.abs(red - green) < 16 && Math.abs(green - blue) < 24 && red > 12 && red < 60
}

/** The made CT's soft tissue in its window: a middle grey without any hue. */
function isTissue(red, green, blue) {
  return red === green && green === blue && red > 110 && red < 200
}

/** The box of the made PDF. */
function isBox(red, green, blue) {
  return Math.abs(red - 204) < 4 && green < 4 && Math.abs(blue - 102) < 4
}
