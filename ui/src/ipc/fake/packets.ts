import type { FrameHeader } from '../generated/FrameHeader'
import type { VoiHeader } from '../generated/VoiHeader'
import { makePicture, type Phantom } from './phantom'

/** A stack of made frames. */
export interface MadeSeries {
  phantom: Phantom
  modality: string
  count: number
  window: { center: number; width: number }
  letters: FrameHeader['letters']
  spacingMm: number
}

/** The frame packet of CONTRACT's byte door, around a made picture. */
export function makePacket(series: MadeSeries, index: number): ArrayBuffer {
  const depth = series.count > 1 ? index / (series.count - 1) : 0.5
  const { rows, columns, values } = makePicture(series.phantom, depth)
  const isCt = series.modality === 'CT'
  let [minStored, maxStored] = [65535, 0]
  const stored = new Uint16Array(values.length)
  for (let at = 0; at < values.length; at++) {
    const value = Math.max(0, (values[at] ?? 0) + (isCt ? 1024 : 0))
    stored[at] = value
    if (value < minStored) minStored = value
    if (value > maxStored) maxStored = value
  }
  const window: VoiHeader = {
    kind: 'window',
    ...series.window,
    function: 'linear',
    explanation: isCt ? 'WINDOW1' : 'NORMAL',
  }
  const header: FrameHeader = {
    rows,
    columns,
    samples: 'u16',
    byteLength: stored.byteLength,
    modality: { slope: 1, intercept: isCt ? -1024 : 0, unit: isCt ? 'HU' : '' },
    voi: isCt ? [window] : [window, { ...window, width: window.width * 0.6, explanation: 'HARDER' }],
    defaultVoi: window,
    inverted: false,
    layers: [],
    minStored,
    maxStored,
    aspect: 1,
    spacing: { row: series.spacingMm, column: series.spacingMm, kind: 'patient' },
    letters: series.letters,
    laterality: series.phantom === 'breast' || series.phantom === 'knee' ? 'R' : '',
    suv: null,
    realWorld: [],
    isForProcessing: false,
    lossy: series.phantom === 'ultrasound' ? { method: 'ISO_10918_1', ratio: 12 } : null,
    sliceLocation: series.count > 1 ? Number((-75.7 - 5 * (index - 36)).toFixed(1)) : null,
    sliceThickness: series.count > 1 ? 5 : null,
    instanceNumber: index + 1,
    frameNumber: 1,
    burnedInAnnotation: '',
    warnings: [],
  }
  return assemble(header, stored)
}

/** `u32 length · padded JSON · pixels`, the pixels starting at a multiple of 8. */
export function assemble(header: FrameHeader, pixels: ArrayBufferView): ArrayBuffer {
  let json = JSON.stringify(header)
  while ((4 + new TextEncoder().encode(json).length) % 8 !== 0) json += ' '
  const head = new TextEncoder().encode(json)
  const packet = new Uint8Array(4 + head.length + pixels.byteLength)
  new DataView(packet.buffer).setUint32(0, head.length, true)
  packet.set(head, 4)
  packet.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), 4 + head.length)
  return packet.buffer
}

/** A small picture of the middle frame, as the address of a bitmap. */
export function makeThumbnail(series: MadeSeries): string {
  const { rows, columns, values } = makePicture(series.phantom, 0.45)
  const side = 96
  const low = series.window.center - series.window.width / 2
  const stride = side * 3
  const bitmap = new Uint8Array(54 + stride * side)
  const view = new DataView(bitmap.buffer)
  bitmap.set([0x42, 0x4d])
  view.setUint32(2, bitmap.length, true)
  view.setUint32(10, 54, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, side, true)
  view.setInt32(22, -side, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  const square = Math.min(rows, columns)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor(((y + 0.5) / side) * square + (rows - square) / 2)
      const column = Math.floor(((x + 0.5) / side) * square + (columns - square) / 2)
      const gray = Math.min(
        255,
        Math.max(0, (((values[row * columns + column] ?? 0) - low) / series.window.width) * 255),
      )
      bitmap.fill(gray, 54 + y * stride + x * 3, 54 + y * stride + x * 3 + 3)
    }
  }
  return URL.createObjectURL(new Blob([bitmap], { type: 'image/bmp' }))
}
