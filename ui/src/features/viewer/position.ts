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
