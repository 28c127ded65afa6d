import type { FrameHeader } from '../../ipc/generated/FrameHeader'
import type { LayerHeader } from '../../ipc/generated/LayerHeader'
import type { LayerKind } from '../../ipc/generated/LayerKind'
import type { VoiHeader } from '../../ipc/generated/VoiHeader'

/** `rows * columns` stored values (times 3 for colour), row by row, top-left first. */
export type Samples = Uint8Array | Int16Array | Uint16Array | Float32Array

/** A shutter or an overlay. */
export interface Layer {
  kind: LayerKind
  gray: number
  /** One bit a pixel, row by row, the first in the lowest bit; set where the picture is covered. */
  bits: Uint8Array
}

/** A frame as the byte door sends it, every length checked. */
export interface FramePacket {
  header: FrameHeader
  samples: Samples
  /** Values of each `voi` entry of kind `lut`, at the same index; undefined for windows. */
  luts: (Uint16Array | undefined)[]
  /** What lies over the picture, in the order of drawing. */
  layers: Layer[]
  /** Bytes held, for the cache's account. */
  byteLength: number
}

export class PacketError extends Error {}

const BYTES_PER_PIXEL = { u8: 1, i16: 2, u16: 2, f32: 4, rgb8: 3 } as const
const LONGEST_HEADER = 1 << 20

/**
 * Reads `u32 length of the header · header as JSON · pixels · LUT values`, all
 * little-endian; the header is padded so that the pixels start at a multiple of 8.
 *
 * # Errors
 * `PacketError` when a length does not agree with the bytes that came.
 */
export function readPacket(buffer: ArrayBuffer): FramePacket {
  if (buffer.byteLength < 4) throw new PacketError('no header length')
  const headerLength = new DataView(buffer).getUint32(0, true)
  if (headerLength > LONGEST_HEADER || 4 + headerLength > buffer.byteLength)
    throw new PacketError('header too long')
  if ((4 + headerLength) % 8 !== 0) throw new PacketError('header not padded')

  const header = parseHeader(new Uint8Array(buffer, 4, headerLength))
  const start = 4 + headerLength
  const pixels = header.rows * header.columns
  if (!Number.isSafeInteger(pixels)) throw new PacketError('no pixels')
  const expected = pixels * BYTES_PER_PIXEL[header.samples]
  if (header.byteLength !== expected || start + expected > buffer.byteLength)
    throw new PacketError('pixels cut short')

  const body = buffer.byteLength - start
  return {
    header,
    samples: view(buffer, start, header),
    luts: header.voi.map((voi) => (voi.kind === 'lut' ? lutValues(buffer, start, body, voi) : undefined)),
    layers: header.layers.map((layer) => layerOf(buffer, start, body, pixels, layer)),
    byteLength: buffer.byteLength,
  }
}

function parseHeader(bytes: Uint8Array): FrameHeader {
  let header: FrameHeader
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as FrameHeader
  } catch {
    throw new PacketError('header unreadable')
  }
  if (!(header.rows >= 1 && header.columns >= 1)) throw new PacketError('no pixels')
  if (!Object.hasOwn(BYTES_PER_PIXEL, header.samples)) throw new PacketError('unknown samples')
  if (!(header.aspect > 0) || !Number.isFinite(header.aspect)) throw new PacketError('aspect')
  if (!Array.isArray(header.voi)) throw new PacketError('voi')
  if (!Array.isArray(header.layers)) throw new PacketError('layers')
  return header
}

function view(buffer: ArrayBuffer, start: number, header: FrameHeader): Samples {
  const pixels = header.rows * header.columns
  switch (header.samples) {
    case 'u8':
      return new Uint8Array(buffer, start, pixels)
    case 'rgb8':
      return new Uint8Array(buffer, start, pixels * 3)
    case 'i16':
      return new Int16Array(buffer, start, pixels)
    case 'u16':
      return new Uint16Array(buffer, start, pixels)
    case 'f32':
      return new Float32Array(buffer, start, pixels)
  }
}

function layerOf(
  buffer: ArrayBuffer,
  start: number,
  body: number,
  pixels: number,
  { kind, gray, offset }: LayerHeader,
): Layer {
  const length = Math.ceil(pixels / 8)
  if (!(offset >= 0 && offset + length <= body)) throw new PacketError('layer cut short')
  return { kind, gray, bits: new Uint8Array(buffer, start + offset, length) }
}

/** LUTs may start at an odd byte after 8-bit pixels, so they are copied out. */
function lutValues(
  buffer: ArrayBuffer,
  start: number,
  body: number,
  voi: Extract<VoiHeader, { kind: 'lut' }>,
): Uint16Array {
  if (!(voi.entries >= 1 && voi.entries <= 65536 && voi.bits >= 1 && voi.bits <= 16))
    throw new PacketError('LUT shape')
  if (!(voi.offset >= 0 && voi.offset + 2 * voi.entries <= body)) throw new PacketError('LUT cut short')
  const at = start + voi.offset
  return new Uint16Array(buffer.slice(at, at + 2 * voi.entries))
}
