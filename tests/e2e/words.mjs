// The words on screen, by their keys: what a button is called is the
// catalogue's business, which button is pressed is the journey's.
import { readFileSync } from 'node:fs'

const catalogue = JSON.parse(readFileSync(new URL('../../ui/messages/en.json', import.meta.url), 'utf8'))

/** The words of a message before its first parameter. */
export function sayUpToName(key) {
  const message = catalogue[key]
  if (typeof message !== 'string' || message.indexOf('{') < 3) throw new Error(`no such message ${key}`)
  return message.slice(0, message.indexOf('{')).trim()
}

/** The message of a key; only those without parameters. */
export function say(key) {
  const message = catalogue[key]
  if (typeof message !== 'string' || message.includes('{')) throw new Error(`no plain message ${key}`)
  return message
}
