import { m } from '../paraglide/messages.js'

const FEW = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
const MANY = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `120 MB`, `1.2 GB`: bytes as people read them, in the thousands that discs are sold in. */
export function sizeWords(bytes: number): string {
  const megabytes = bytes / 1e6
  if (megabytes < 1) return m.size_small()
  if (megabytes < 1000) return m.size_megabytes({ size: MANY.format(megabytes) })
  const gigabytes = megabytes / 1000
  return m.size_gigabytes({ size: (gigabytes < 10 ? FEW : MANY).format(gigabytes) })
}
