// The words on screen, by their keys: what a button is called is the
// catalogue's business, which button is pressed is the journey's.
import { readFileSync } from 'node:fs'

const catalogue = JSON.parse(readFileSync(new URL('../../ui/messages/en.json', import.meta.url), 'utf8'))

/** The message of a key; only those without parameters. */
export function say(key) {
  const message = catalogue[key]
  if (typeof message !== 'string' || message.includes('{')) throw new Error(`no plain message ${key}`)
  return message
}
