// The proof that nothing is sent anywhere: the program as people run it, under
// strace, importing and showing files that name addresses of this machine.
//
// What would be seen: a socket of the internet families that was given out, a
// question to a name server's socket, a connection at the canary. So that none
// of these checks can pass by looking at nothing, each is first seen to fire.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { none } from './expect.mjs'
import { writePng } from './png.mjs'
import { press } from './pages.mjs'
import { isInk, isTissue, LINGER_MS, pictures, SHOWN_MS, shows, straced, tracedCalls } from './plain.mjs'
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
    const env = { ...CANARY, SCANFOLIO_TEST_NO_FILTER: '1' }
    const calls = await seen({ name: 'open', isMeant: isInk, env, hasHappened: () => hits > 0 })
    if (reached(calls).length === 0) throw new Error('strace did not see it')
    hits = 0
  },
  'with the filter, the same page reaches nothing': async () => {
    const hasTried = (calls) => calls.some((call) => /^socket\(AF_INET6?,.* = -1 E/.test(call))
    const calls = await seen({ name: 'shut', isMeant: isInk, env: CANARY, hasHappened: hasTried })
    // Asking a name service on this machine is all that is left to it, and the
    // filter cannot see to whom a local socket speaks.
    none('sockets given out', calls.filter(isInternet))
    if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
  },
  'importing sends nothing': async () => {
    const trace = join(work, 'import.strace')
    const arguments_ = [SCANFOLIO_CLI, '--library', library, 'import', files, '--person', 'new', '--json']
    const { status, stdout, stderr } = spawnSync('strace', [...straced(CALLS, trace), ...arguments_], { encoding: 'utf8' })
    const { instances } = JSON.parse(stdout || '{}')
    if (![0, 1].includes(status) || instances !== 9) throw new Error(`import: ${status} ${stdout} ${stderr}`)
    unreached(tracedCalls(trace))
  },
  'showing the library sends nothing': async () => unreached(await seen({ name: 'library', isMeant: isInk })),
  'showing a text report sends nothing': async () => unreached(await seen({ name: 'text', args: [join(files, 'text')], isMeant: isTissue })),
  'showing an HTML file sends nothing': async () => unreached(await seen({ name: 'html', args: [join(files, 'html')], isMeant: isTissue })),
  'showing a PDF report sends nothing': async () => unreached(await seen({ name: 'pdf', args: [join(files, 'pdf')], isMeant: isTissue })),
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
function reached(calls) {
  const isNameService = (call) => /nscd\/socket|org\.freedesktop\.resolve1|systemd\/resolve/.test(call)
  return calls.filter((call) => isInternet(call) || isNameService(call))
}

/** A socket that can leave this machine was given out, or used. */
function isInternet(call) {
  const isGivenOut = /^socket\((AF_INET6?|AF_PACKET),.*\) = \d+/.test(call)
  const isUsed = /sa_family=AF_INET6?/.test(call) && !/= -1 E/.test(call)
  return isGivenOut || isUsed
}

function unreached(calls) {
  none('reached out', reached(calls))
  if (hits > 0) throw new Error(`the canary was reached ${hits} times`)
}

/** The calls strace saw while the program showed something, and until that had happened. */
async function seen({ name, args = [], isMeant, env = {}, hasHappened = () => true }) {
  const trace = join(work, `${name}.strace`)
  await shows({
    name: `network-${name}`,
    args,
    isMeant,
    hasHappened: () => hasHappened(tracedCalls(trace)),
    home: join(work, `home-${name}`),
    env: { SCANFOLIO_LIBRARY: library, ...env },
    calls: CALLS,
    trace,
  })
  const calls = tracedCalls(trace)
  if (!calls.some((call) => /^connect\(.*X11-unix/.test(call))) throw new Error('strace did not even see the screen being opened')
  return calls
}

/** The box of the made PDF. */
function isBox(red, green, blue) {
  return Math.abs(red - 204) < 4 && green < 4 && Math.abs(blue - 102) < 4
}
