// One run of the program under a driver: its own library folder, its own home,
// its own session bus, its own ports. Not for the program as people run it: see network.mjs.
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, createWriteStream } from 'node:fs'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { remote } from 'webdriverio'
import { settled } from './wait.mjs'

const { SCANFOLIO_APP, TAURI_DRIVER, SCANFOLIO_TARGET } = process.env
const READY_MS = 30_000
const END_MS = 20_000
const KILL_MS = 5_000
/** The configuration of a bus that starts nothing by itself. */
export const BUS = fileURLToPath(new URL('bus.conf', import.meta.url))

/**
 * Opens the program and waits until its window has drawn a page.
 *
 * @param {object} options
 * @param {string[]} [options.args] paths given to the program
 * @param {string} [options.library] the library folder; a new one when absent
 * @param {string} [options.home] a home to come back to, where the program itself finds its library
 * @param {string[]} [options.choose] what the system's dialog is to return
 * @param {string[]} [options.media] folders that stand for discs in the computer
 * @param {'light'|'dark'} [options.theme] what the system asks for
 * @param {[number, number]} [options.size] of the window
 */
export async function open({ args = [], library, home: ownHome, choose = [], media = [], theme = 'light', size } = {}) {
  const home = ownHome ?? mkdtempSync(join(tmpdir(), 'scanfolio-e2e-'))
  const folder = library ?? (ownHome ? '' : join(home, 'library'))
  const [port, nativePort] = [await freePort(), await freePort()]
  mkdirSync(join(SCANFOLIO_TARGET, 'e2e'), { recursive: true })
  const log = createWriteStream(join(SCANFOLIO_TARGET, 'e2e', `driver-${port}.log`))
  const ports = ['--port', `${port}`, '--native-port', `${nativePort}`]
  const driver = spawn('dbus-run-session', [`--config-file=${BUS}`, '--', TAURI_DRIVER, ...ports], {
    env: {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      GTK_THEME: theme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      LIBGL_ALWAYS_SOFTWARE: '1',
      SCANFOLIO_LIBRARY: folder,
      SCANFOLIO_TEST_CHOOSE: choose.join(':'),
      SCANFOLIO_TEST_MEDIA: media.join(':')
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true
  })
  driver.stdout.pipe(log)
  driver.stderr.pipe(log)

  let browser
  const close = async () => {
    await browser?.deleteSession().catch(() => {})
    await ended(driver)
    if (!library && !ownHome) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  try {
    // The one before the other answers first, and drops a session it cannot hand on.
    await listening(nativePort)
    await listening(port)
    browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'error',
      connectionRetryCount: 0,
      capabilities: {
        'wdio:enforceWebDriverClassic': true,
        'tauri:options': { application: SCANFOLIO_APP, args }
      }
    })
    if (size) await browser.setWindowSize(...size)
    await settled('a page', READY_MS, () => browser.$('main').isDisplayed())
  } catch (error) {
    await close()
    throw error
  }
  return { browser, library: folder, close }
}

/** Opens, hands over, and closes whatever comes of it. */
export async function within(options, use) {
  const session = await open(options)
  try {
    return await use(session.browser, session)
  } finally {
    await session.close()
  }
}

/**
 * Ends a detached process and all it started, and waits until they are gone:
 * the program holds its library so long, and the next to ask must find it free.
 */
export async function ended({ pid }) {
  signal(pid, 'SIGTERM')
  const killer = setTimeout(() => signal(pid, 'SIGKILL'), KILL_MS)
  await settled('the end of the program', END_MS, () => !signal(pid, 0))
  clearTimeout(killer)
}

/** Signals a whole group of processes; false when all of it is gone. */
function signal(pid, name) {
  try {
    return process.kill(-pid, name)
  } catch (error) {
    if (error.code === 'ESRCH') return false
    throw error
  }
}

/** A port that nothing listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Waits until something listens. */
function listening(port) {
  return settled(`port ${port}`, READY_MS, () => {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(socket.end() && true))
      socket.once('error', () => resolve(false))
    })
  })
}
