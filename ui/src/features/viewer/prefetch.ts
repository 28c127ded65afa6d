/**
 * Which frames to have ready, most wanted first: the wanted one, then those
 * ahead in the direction of scrolling, with a few behind in between, because
 * people scroll back and forth.
 */
export function prefetchOrder(wanted: number, count: number, direction: 1 | -1, ahead: number): number[] {
  const order: number[] = []
  const add = (index: number) => {
    if (index >= 0 && index < count && !order.includes(index)) order.push(index)
  }
  add(wanted)
  for (let step = 1; step <= ahead; step++) {
    add(wanted + direction * step)
    if (step % 4 === 2) add(wanted - direction * (Math.floor(step / 4) + 1))
  }
  return order
}
