/** How large words are, in percent of what the system asks for. Pictures keep their pixels. */
export const TEXT_SIZES = [100, 125, 150, 200] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** The nearest size that is offered: a settings file may hold anything. */
export function offeredSize(percent: number): TextSize {
  const nearest = (best: TextSize, one: TextSize) =>
    Math.abs(one - percent) < Math.abs(best - percent) ? one : best
  return TEXT_SIZES.reduce<TextSize>(nearest, 100)
}

/** What a key makes of it, or null when it is none for this: Ctrl with +, − or 0. */
export function sizeByKey(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  now: TextSize,
): TextSize | null {
  if (altKey || !(ctrlKey || metaKey)) return null
  const at = TEXT_SIZES.indexOf(now)
  if (key === '0') return 100
  if (key === '+' || key === '=') return TEXT_SIZES[at + 1] ?? now
  return key === '-' ? (TEXT_SIZES[at - 1] ?? now) : null
}

/** Whether a window of so many CSS pixels has room for one pane only, as `@container window` in the styles. */
export function isNarrow(width: number, size: TextSize): boolean {
  return width <= (51.25 * 16 * size) / 100
}
