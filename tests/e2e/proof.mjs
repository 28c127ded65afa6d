// What the proofs share: a folder to work in, made files, and checks that are
// run one after another and counted.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { SCANFOLIO_MAKE } = process.env

/** A folder that is there until the proof ends. */
export function workFolder(name) {
  return mkdtempSync(join(tmpdir(), `scanfolio-${name}-`))
}

/** Has `make-files` write what it is told to. */
export function make(...words) {
  ran(SCANFOLIO_MAKE, words)
}

/** Runs a program to its end, which must be a good one. */
export function ran(program, words) {
  const { status, error, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${error ?? stderr}`)
}

/**
 * Runs every check, says what came of it, sweeps the folder and ends the program.
 *
 * @param {Record<string, () => unknown>} checks a sentence and how it is held
 * @param {string} work
 */
export async function prove(checks, work) {
  let failed = 0
  for (const [sentence, check] of Object.entries(checks)) {
    try {
      await check()
      console.log(`ok ${sentence}`)
    } catch (error) {
      failed++
      console.log(`not ok ${sentence}\n    ${String(error.stack ?? error).replace(/\n/g, '\n    ')}`)
    }
  }
  console.log(`\n${Object.keys(checks).length - failed} passed, ${failed} failed`)
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  process.exit(failed === 0 ? 0 : 1)
}
