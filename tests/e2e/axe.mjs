// What axe-core finds on the page as it stands.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const GRAVE = ['serious', 'critical']

/** The serious and critical violations: rule, and where. */
export async function violations(browser) {
  await browser.execute(source)
  const found = await browser.executeAsync((done) => {
    window.axe
      .run(document, { resultTypes: ['violations'] })
      .then(({ violations, passes }) => done({ violations, passes: passes.length }))
      .catch((error) => done({ error: String(error) }))
  })
  if (found.error || found.passes === 0) {
    throw new Error(`axe looked at nothing: ${found.error ?? 'no rule applied'}`)
  }
  return found.violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.replace(/\s+/g, ' ')})`).join(' | ')}`)
}
