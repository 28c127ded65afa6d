// The viewport of the window: what it says of itself, and its very pixels.
import { settled } from './wait.mjs'

const SELECTOR = '[data-testid=viewport]'
const READY_MS = 20_000

/** What the viewport says of itself, once it has drawn what was asked. */
export async function shown(browser) {
  return settled('a drawn frame', READY_MS, async () => {
    const said = await browser.execute((selector) => ({ ...document.querySelector(selector)?.dataset }), SELECTOR)
    return said.ready === 'true' && { ...said, frameIndex: Number(said.frameIndex) }
  })
}

/** Waits for another frame than this one. */
export function otherFrame(browser, frameIndex) {
  return settled(`another frame than ${frameIndex}`, READY_MS, async () => {
    const now = await shown(browser)
    return now.frameIndex !== frameIndex && now
  })
}

/** Gives it the focus, so that keys act on it. */
export function focus(browser) {
  return browser.execute((selector) => document.querySelector(selector).focus(), SELECTOR)
}

/** One notch of the wheel over its middle. */
export async function wheel(browser, deltaY) {
  const view = await browser.$(SELECTOR)
  await browser.action('wheel').scroll({ origin: view, deltaX: 0, deltaY }).perform()
}

/** A drag of the main button, from the middle. */
export async function drag(browser, x, y) {
  const view = await browser.$(SELECTOR)
  await browser
    .action('pointer', { parameters: { pointerType: 'mouse' } })
    .move({ origin: view, x: 0, y: 0 })
    .down({ button: 0 })
    .move({ origin: view, x: Math.round(x / 2), y: Math.round(y / 2), duration: 50 })
    .move({ origin: view, x, y, duration: 50 })
    .up({ button: 0 })
    .perform()
}

/** The canvas's red, green and blue, and its size in device pixels. */
export async function pixels(browser) {
  await shown(browser)
  const { width, height, rgb } = await browser.execute((selector) => {
    const canvas = document.querySelector(`${selector} canvas`)
    const { width, height } = canvas
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
    const parts = []
    for (let start = 0; start < data.length; start += 40_000) {
      let part = ''
      for (let at = start; at < Math.min(start + 40_000, data.length); at += 4) {
        part += String.fromCharCode(data[at], data[at + 1], data[at + 2])
      }
      parts.push(part)
    }
    return { width, height, rgb: btoa(parts.join('')) }
  }, SELECTOR)
  return { width, height, rgb: Buffer.from(rgb, 'base64') }
}

/**
 * Lays a picture over the canvas at one to one, centred as the viewport does.
 *
 * @returns {{compared: number, most: number}} how many pixels lie under both,
 *   and by how many grey steps the worst of them differs
 */
export function difference(canvas, picture) {
  const left = Math.round((canvas.width - picture.width) / 2)
  const top = Math.round((canvas.height - picture.height) / 2)
  let [compared, most] = [0, 0]
  for (let y = Math.max(0, -top); y < Math.min(picture.height, canvas.height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(picture.width, canvas.width - left); x++) {
      compared++
      for (let channel = 0; channel < 3; channel++) {
        const seen = canvas.rgb[((y + top) * canvas.width + x + left) * 3 + channel]
        const sample = picture.channels === 3 ? channel : 0
        const expected = picture.samples[(y * picture.width + x) * picture.channels + sample]
        most = Math.max(most, Math.abs(seen - expected))
      }
    }
  }
  return { compared, most }
}
