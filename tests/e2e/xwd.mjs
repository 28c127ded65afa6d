// A picture of the whole screen, without a driver: xwd's dump, read here.
import { execFileSync } from 'node:child_process'

const Z_PIXMAP = 2

/** @returns {{width: number, height: number, rgb: Uint8Array}} */
export function screen() {
  const dump = execFileSync('xwd', ['-root', '-silent'], { maxBuffer: 64 * 1024 * 1024 })
  const field = (number) => dump.readUInt32BE(number * 4)
  const [headerSize, format, width, height] = [field(0), field(2), field(4), field(5)]
  const [isBigEndian, bitsPerPixel, stride, colors] = [field(7) === 1, field(11), field(12), field(19)]
  if (format !== Z_PIXMAP || bitsPerPixel !== 32 || isBigEndian) {
    throw new Error(`a screen that cannot be read here: format ${format}, ${bitsPerPixel} bits a pixel`)
  }
  const start = headerSize + colors * 12
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + y * stride + x * 4
      rgb[out++] = dump[at + 2]
      rgb[out++] = dump[at + 1]
      rgb[out++] = dump[at]
    }
  }
  return { width, height, rgb }
}

/** The part of a picture that begins at its top left corner. */
export function cropped({ width, rgb }, toWidth, toHeight) {
  const part = new Uint8Array(toWidth * toHeight * 3)
  for (let y = 0; y < toHeight; y++) {
    part.set(rgb.subarray(y * width * 3, (y * width + toWidth) * 3), y * toWidth * 3)
  }
  return { width: toWidth, height: toHeight, rgb: part }
}

/** How many pixels are as `is` says. */
export function count({ rgb }, is) {
  let found = 0
  for (let at = 0; at < rgb.length; at += 3) if (is(rgb[at], rgb[at + 1], rgb[at + 2])) found++
  return found
}
