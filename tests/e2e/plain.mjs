// One run of the program as people run it, under strace: no driver, no
// automation, a home of its own. What is on the screen is told from its pixels.
import { spawn } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { writePng } from './png.mjs'
import { BUS, ended } from './session.mjs'
import { settled } from './wait.mjs'
import { count, screen } from './xwd.mjs'

const { SCANFOLIO_APP, SCANFOLIO_TARGET } = process.env
export const SHOWN_MS = 60_000
export const LINGER_MS = 3_000

/** Where pictures of the screen are put. */
export const pictures = join(SCANFOLIO_TARGET, 'screenshots')
const logs = join(SCANFOLIO_TARGET, 'e2e')
for (const folder of [pictures, logs]) mkdirSync(folder, { recursive: true })

/**
 * strace's arguments: these calls, of all processes. Every thread has a file of
 * its own: in a common one, a call that another thread interrupts stands on two
 * lines, and what is looked for on one line would be missed.
 */
export function straced(calls, trace) {
  return ['-ff', '-qq', '-s', '200', '-e', `trace=${calls}`, '-o', trace]
}

/** The calls that strace has written down by now, each on one whole line. */
export function tracedCalls(trace) {
  const isThread = (name) => name.startsWith(`${basename(trace)}.`)
  const files = readdirSync(dirname(trace)).filter(isThread)
  return files.flatMap((name) => readFileSync(join(dirname(trace), name), 'utf8').split('\n'))
}

/**
 * Opens the window, waits until what is meant is on the screen and has happened, lingers, closes.
 *
 * @param {object} options
 * @param {string} options.name for the picture and the log
 * @param {string[]} options.args paths given to the program
 * @param {(red: number, green: number, blue: number) => boolean} options.isMeant a pixel of what is waited for
 * @param {() => boolean} [options.hasHappened] what else is waited for
 * @param {string} options.home
 * @param {Record<string, string>} options.env
 * @param {string} options.calls which calls strace writes down
 * @param {string} options.trace the beginning of the files it writes into
 */
export async function shows({ name, args, isMeant, hasHappened = () => true, home, env, calls, trace }) {
  mkdirSync(home, { recursive: true })
  const log = openSync(join(logs, `${name}.log`), 'w')
  const words = [`--config-file=${BUS}`, '--', 'strace', ...straced(calls, trace), SCANFOLIO_APP, ...args]
  const program = spawn('dbus-run-session', words, {
    env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  try {
    await settled(`${name} on the screen`, SHOWN_MS, () => count(screen(), isMeant) > 1500)
    await settled(`what ${name} is to do`, SHOWN_MS, hasHappened)
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS))
  } finally {
    writeFileSync(join(pictures, `${name}.png`), writePng(screen()))
    await ended(program)
  }
}

/** Dark words on paper, or light ones on dark. */
export function isInk(red, green, blue) {
  return Math.abs(red - green) < 16 && Math.abs(green - blue) < 24 && red > 12 && red < 60
}

/** The made CT's soft tissue in its window: a middle grey without any hue. */
export function isTissue(red, green, blue) {
  return red === green && green === blue && red > 110 && red < 200
}
