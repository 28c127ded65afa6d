// "The report that mentioned it", and F10.
import { holds, same } from '../expect.mjs'
import { openStudy } from '../pages.mjs'
import { RARE_WORD, keptLibrary, records } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'

const name = () => (records().isReal ? 'REMOVED' : 'Invented')

export default {
  'a word of the report finds the study': () =>
    within({ library: keptLibrary('search') }, async (browser) => {
      const field = await browser.$('[data-testid=search]')
      await field.waitForDisplayed()
      await field.setValue(RARE_WORD)
      const results = await browser.$('[data-testid=search-results]')
      await results.waitForDisplayed({ timeout: 10_000 })
      await settled('the word among the results', 10_000, async () => (await results.getText()).includes(RARE_WORD))
      await results.$('button').click()
      const report = await browser.$('[data-testid=report-text]')
      await report.waitForDisplayed({ timeout: 10_000 })
      holds('the report', await report.getText(), RARE_WORD)
    }),

  'a word that stands nowhere finds nothing': () =>
    within({ library: keptLibrary('search-none') }, async (browser) => {
      const field = await browser.$('[data-testid=search]')
      await field.waitForDisplayed()
      await field.setValue('quetzalcoatlus')
      const results = await browser.$('[data-testid=search-results]')
      await results.waitForDisplayed({ timeout: 10_000 })
      same('studies found', await results.$$('[data-testid=study-row]').length, 0)
    }),

  'F10 shows the numbers, and puts them away again': () =>
    within({ library: keptLibrary('mode') }, async (browser) => {
      await openStudy(browser, name())
      const mode = () => browser.execute(() => document.documentElement.dataset.mode)
      same('at first', await mode(), 'patient')
      await browser.keys(['F10'])
      await settled('the advanced view', 10_000, async () => (await mode()) === 'advanced')
      const { windowCenter } = await shown(browser)
      // Not the driver's own text: it leaves out words laid over one another.
      const film = () => browser.execute(() => document.querySelector('[data-testid=viewport]').textContent)
      await settled('the window in numbers', 10_000, async () => (await film()).includes(windowCenter))
      await browser.keys(['F10'])
      await settled('the simple view', 10_000, async () => (await mode()) === 'patient')
    }),
}
