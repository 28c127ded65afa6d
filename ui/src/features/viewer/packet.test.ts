import { expect, test } from 'vitest'
import { assemble } from '../../ipc/fake/packets'
import type { FrameHeader } from '../../ipc/generated/FrameHeader'
import { PacketError, readPacket } from './packet'

const WINDOW = { kind: 'window', center: 40, width: 400, function: 'linear', explanation: '' } as const

function header(part: Partial<FrameHeader> = {}): FrameHeader {
  return {
    rows: 2,
    columns: 3,
    samples: 'i16',
    byteLength: 12,
    modality: { slope: 1, intercept: 0, unit: 'HU' },
    voi: [],
    defaultVoi: WINDOW,
    inverted: false,
    layers: [],
    minStored: -5,
    maxStored: 5,
    aspect: 1,
    spacing: null,
    letters: null,
    laterality: '',
    suv: null,
    realWorld: [],
    isForProcessing: false,
    lossy: null,
    sliceLocation: null,
    sliceThickness: null,
    instanceNumber: 1,
    frameNumber: 1,
    burnedInAnnotation: '',
    warnings: [],
    ...part,
  }
}

test('a packet is read as the header says', () => {
  const packet = readPacket(assemble(header(), Int16Array.of(-5, 0, 1, 2, 3, 5)))
  expect([...packet.samples]).toEqual([-5, 0, 1, 2, 3, 5])
  expect(packet.samples).toBeInstanceOf(Int16Array)
  expect(packet.luts).toEqual([])
})

test('the values of a VOI LUT are found behind the pixels, windows have none', () => {
  const lut = { kind: 'lut', firstMapped: 0, entries: 2, bits: 12, offset: 6, explanation: '' } as const
  const body = Uint8Array.of(1, 2, 3, 4, 5, 6, 0x34, 0x12, 0xff, 0x0f)
  const packet = readPacket(assemble(header({ samples: 'u8', byteLength: 6, voi: [WINDOW, lut] }), body))
  expect(packet.luts).toEqual([undefined, Uint16Array.of(0x1234, 0x0fff)])
})

test('the bits of a layer are found behind the pixels', () => {
  const layer = { kind: 'overlay', gray: 255, label: '', offset: 6 } as const
  const body = Uint8Array.of(1, 2, 3, 4, 5, 6, 0b101)
  const packet = readPacket(assemble(header({ samples: 'u8', byteLength: 6, layers: [layer] }), body))
  expect(packet.layers).toEqual([{ kind: 'overlay', gray: 255, bits: Uint8Array.of(0b101) }])
})

const pixels = new Int16Array(6)
const lut = { kind: 'lut', firstMapped: 0, entries: 4, bits: 12, offset: 12, explanation: '' } as const
const wholePacket = () => new Uint8Array(assemble(header(), pixels))

test.each([
  ['nothing', new ArrayBuffer(0)],
  ['a header length beyond the end', Uint8Array.of(255, 0, 0, 0, 123, 125).buffer],
  ['a header length of four gigabytes', Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0).buffer],
  ['a header that is no JSON', wholePacket().map((byte, at) => (at === 5 ? 0xff : byte)).buffer],
  ['pixels cut short', wholePacket().slice(0, -1).buffer],
  ['a length that contradicts rows and columns', assemble(header({ byteLength: 10 }), pixels)],
  ['more rows than bytes', assemble(header({ rows: 100_000, columns: 100_000, byteLength: 12 }), pixels)],
  ['no rows', assemble(header({ rows: 0, byteLength: 0 }), pixels)],
  ['negative rows and columns', assemble(header({ rows: -2, columns: -3 }), pixels)],
  ['samples nobody knows', assemble(header({ samples: 'u64' as 'u8' }), pixels)],
  ['an aspect of zero', assemble(header({ aspect: 0 }), pixels)],
  ['a LUT beyond the end', assemble(header({ voi: [lut] }), pixels)],
  [
    'a layer beyond the end',
    assemble(header({ layers: [{ kind: 'shutter', gray: 0, label: '', offset: 12 }] }), pixels),
  ],
  ['a LUT of no entries', assemble(header({ voi: [{ ...lut, entries: 0 }] }), pixels)],
])('%s is refused', (_, bytes) => {
  expect(() => readPacket(bytes as ArrayBuffer)).toThrow(PacketError)
})
