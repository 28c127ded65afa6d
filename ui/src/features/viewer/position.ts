import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'

/**
 * The number by which a frame is called: the file's own Instance Number where
 * the stack is numbered 1 to its count, else the place in the stack.
 */
export function frameLabel(series: SeriesDetail, frameIndex: number): number {
  const numbers = new Set(series.frames.map((frame) => frame.instanceNumber))
  const isWhole =
    series.frames.every((_, index) => numbers.has(index + 1)) && numbers.size === series.frames.length
  return (isWhole ? series.frames[frameIndex]?.instanceNumber : null) ?? frameIndex + 1
}

/**
 * The number by which a report names a frame: Instance Number, or the frame
 * number where the whole stack came as one instance.
 */
export function numberInReport({ frames }: SeriesDetail, frameIndex: number): number {
  const frame = frames[frameIndex]
  const isOneInstance = frames.length > 1 && frames.every((one) => one.instanceId === frames[0]?.instanceId)
  return (isOneInstance ? frame?.frameNumber : frame?.instanceNumber) ?? frameIndex + 1
}

/**
 * The frame with which somebody who looks begins, from 0: of a stack through
 * the body the middle one, which is the picture they pressed to come here; of
 * anything else, which may run in time, the first.
 */
export function openingFrame({ frames }: SeriesDetail): number {
  const first = frames[0]?.positionMm ?? null
  const last = frames.at(-1)?.positionMm ?? null
  return first === null || last === null || first === last ? 0 : Math.floor(frames.length / 2)
}
