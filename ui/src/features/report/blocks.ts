/**
 * How a section's text is set: paragraphs at blank lines, items where a line
 * begins with a number or a dash. Only the setting is decided here; every
 * character shown is the report's.
 */
export interface Block {
  /** The report's own `1.` or `-` at the start of an item, '' for a paragraph. */
  marker: string
  /** Lines of the block, without their line ends; each is shown on its own line. */
  lines: { start: number; end: number }[]
}

const MARKER = /^[ \t]*(\d{1,2}[.)]|[-•*])[ \t]+/

/** A line this long that is followed by a small letter was broken by the printer, not by the author. */
const PRINTED_LINE = 55

export function blocks(text: string, start: number, end: number): Block[] {
  const found: Block[] = []
  let current: Block | null = null
  for (let at = start; at < end;) {
    const lineEnd = Math.min(indexOr(text.indexOf('\n', at), end), end)
    const line = text.slice(at, lineEnd)
    const marker = MARKER.exec(line)
    const first = at + (marker ? marker[0].length : line.length - line.trimStart().length)
    const last = first + text.slice(first, lineEnd).trimEnd().length
    if (line.trim() === '') current = null
    else if (marker || !current) {
      current = { marker: marker?.[1] ?? '', lines: [{ start: first, end: last }] }
      found.push(current)
    } else join(current, text, { start: first, end: last })
    at = lineEnd + 1
  }
  return found
}

function join(block: Block, text: string, line: { start: number; end: number }): void {
  const before = block.lines.at(-1)
  const wasPrinted = before && before.end - before.start >= PRINTED_LINE
  if (before && wasPrinted && /^[\p{Ll}\d(]/u.test(text.slice(line.start, line.end))) before.end = line.end
  else block.lines.push(line)
}

function indexOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index
}
