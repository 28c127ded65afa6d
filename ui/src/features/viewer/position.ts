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
