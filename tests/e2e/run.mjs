// Runs the journeys, one after another, each in a window of its own.
//   node run.mjs [NAME…]   only those whose name holds one of the words
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const LIMIT_MS = 240_000
const folder = join(dirname(fileURLToPath(import.meta.url)), 'journeys')
const words = process.argv.slice(2)

const journeys = []
for (const file of readdirSync(folder).sort()) {
  const { default: tests } = await import(pathToFileURL(join(folder, file)))
  for (const [sentence, run] of Object.entries(tests)) {
    const name = `${file.replace('.mjs', '')}: ${sentence}`
    if (words.length === 0 || words.some((word) => name.includes(word))) {
      journeys.push({ name, run })
    }
  }
}

let failed = 0
for (const { name, run } of journeys) {
  const started = Date.now()
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1)
  try {
    await Promise.race([run(), late()])
    console.log(`ok ${name} (${seconds()} s)`)
  } catch (error) {
    failed++
    console.log(`not ok ${name} (${seconds()} s)`)
    console.log(String(error.stack ?? error).replace(/^/gm, '    '))
  }
}
console.log(`\n${journeys.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 && journeys.length > 0 ? 0 : 1)

function late() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${LIMIT_MS} ms`)), LIMIT_MS).unref()
  })
}
