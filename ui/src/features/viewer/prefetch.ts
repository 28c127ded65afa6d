/**
 * Which frames to have ready, most wanted first: the wanted one, then those
 * ahead in the direction of scrolling, with a few behind in between, because
 * people scroll back and forth; at last those further behind. At most `most`
 * besides the wanted one.
 */
export function prefetchOrder(wanted: number, count: number, direction: 1 | -1, most: number): number[] {
  const order = new Set([wanted])
  const add = (index: number) => {
    if (index >= 0 && index < count && order.size <= most) order.add(index)
  }
  for (let step = 1; step < count; step++) {
    add(wanted + direction * step)
    if (step % 4 === 2) add(wanted - direction * (Math.floor(step / 4) + 1))
  }
  for (let step = 1; step < count; step++) add(wanted - direction * step)
  return [...order]
}
