// Assertions whose failure says what was seen.

/** Fails with both values unless they are the same. */
export function same(what, seen, expected) {
  if (seen !== expected) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)}`)
  }
}

/** Fails unless the text holds the words, whatever their case. */
export function holds(what, text, words) {
  if (!text.toLowerCase().includes(words.toLowerCase())) {
    throw new Error(`${what}: ${JSON.stringify(words)} is not in ${JSON.stringify(text.slice(0, 600))}`)
  }
}

/** Fails with the list unless it is empty. */
export function none(what, list) {
  if (list.length > 0) throw new Error(`${what}:\n  ${list.join('\n  ')}`)
}
