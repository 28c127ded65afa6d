// The proof that nothing is sent anywhere: the program as people run it, under
// strace, importing and showing files that name addresses of this machine.
//
// What would be seen: a socket of the internet families that was given out, a
// question to a name server's socket, a connection at the canary. So that none
// of these checks can pass by looking at nothing, each is first seen to fire.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { none } from './expect.mjs'
import { writePng } from './png.mjs'
import { press } from './pages.mjs'
import { isInk, isTissue, LINGER_MS, pictures, SHOWN_MS, shows, straced } from './plain.mjs'
import { make, prove, workFolder } from './proof.mjs'
import { within } from './session.mjs'
import { settled } from './wait.mjs'
import { count, screen } from './xwd.mjs'

const { SCANFOLIO_CLI } = process.env
const CALLS = 'network'

const work = workFolder('network')

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
    const trace = await seen('open', [], isInk, { ...CANARY, SCANFOLIO_TEST_NO_FILTER: '1' })
    if (hits === 0) throw new Error('the page did not reach the canary')
    if (reached(trace).length === 0) throw new Error('strace did not see it')
    hits = 0
  },
  'with the filter, the same page reaches nothing': async () => {
    const trace = await seen('shut', [], isInk, CANARY)
    if (!/socket\(AF_INET6?,.* = -1 E/.test(trace)) throw new Error('the page did not even try')
    // Asking a name service on this machine is all that is left to it, and the
    // filter cannot see to whom a local socket speaks.
    none('sockets given out', trace.split('\n').filter(isInternet))
    if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
  },
  'importing sends nothing': async () => {
    const trace = join(work, 'import.strace')
    const arguments_ = [SCANFOLIO_CLI, '--library', library, 'import', files, '--person', 'new', '--json']
    const { status, stdout, stderr } = spawnSync('strace', [...straced(CALLS, trace), ...arguments_], { encoding: 'utf8' })
    const { instances } = JSON.parse(stdout || '{}')
    if (![0, 1].includes(status) || instances !== 9) throw new Error(`import: ${status} ${stdout} ${stderr}`)
    unreached(readFileSync(trace, 'utf8'))
  },
  'showing the library sends nothing': async () => unreached(await seen('library', [], isInk)),
  'showing a text report sends nothing': async () => unreached(await seen('text', [join(files, 'text')], isTissue)),
  'showing an HTML file sends nothing': async () => unreached(await seen('html', [join(files, 'html')], isTissue)),
  'showing a PDF report sends nothing': async () => unreached(await seen('pdf', [join(files, 'pdf')], isTissue)),
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

await prove(checks, work)

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

/** What strace saw while the program showed something. */
async function seen(name, args, isMeant, more = {}) {
  const trace = join(work, `${name}.strace`)
  const options = { name: `network-${name}`, args, isMeant, home: join(work, `home-${name}`), calls: CALLS, trace }
  await shows({ ...options, env: { SCANFOLIO_LIBRARY: library, ...more } })
  const text = readFileSync(trace, 'utf8')
  if (!/connect\(.*X11-unix/.test(text)) throw new Error('strace did not even see the screen being opened')
  return text
}

/** The box of the made PDF. */
function isBox(red, green, blue) {
  return Math.abs(red - 204) < 4 && green < 4 && Math.abs(blue - 102) < 4
}
