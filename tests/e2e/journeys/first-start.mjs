// Nothing kept yet: the words that never block, and the sample.
import { holds } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { say } from '../words.mjs'

export default {
  'the first page says what the program is for, and what it is not': () =>
    within({}, async (browser) => {
      const words = await sees(browser, say('first_title'))
      holds('the first page', words.replace(/\s+/g, ' '), say('not_for_diagnosis'))
    }),

  'the sample opens with its images beside its report, and is not kept': () =>
    within({}, async (browser) => {
      await press(browser, 'sample_open')
      await shown(browser)
      const report = await browser.$('[data-testid=report-text]')
      await report.waitForDisplayed()
      holds('the page with the sample', await sees(browser, say('not_kept')), 'synthetic')
    }),
}
