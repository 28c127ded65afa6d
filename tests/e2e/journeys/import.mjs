// From what a hospital handed over to a report beside its images.
import { holds, same } from '../expect.mjs'
import { press, pressNamed, sees } from '../pages.mjs'
import { DAMAGED, RARE_WORD, SENTENCE, newLibrary, records, studiesKept } from '../records.mjs'
import { within } from '../session.mjs'
import { otherFrame, shown } from '../viewport.mjs'
import { say, sayUpToName } from '../words.mjs'

export default {
  'a folder becomes a library: the damaged file is named, the study opens with its report': async () => {
    const { study } = records()
    const library = newLibrary('import')
    await within({ choose: [study], library }, async (browser) => {
      await press(browser, 'choose_files')
      const refusals = await browser.$('[data-testid=refusals]')
      await refusals.waitForDisplayed({ timeout: 60_000 })
      holds('the refusals', await refusals.getText(), DAMAGED)

      // Whom the library has not seen waits for an answer; the name in the files is suggested.
      await pressNamed(browser, sayUpToName('gate_keep_as'))
      await sees(browser, say('gate_filed'))
      await press(browser, 'library')
      const row = await browser.$('[data-testid=study-row]')
      await row.waitForDisplayed()
      holds('the study in the timeline', await row.getText(), 'head')
      await row.click()
      await shown(browser)
      const report = await browser.$('[data-testid=report-text]')
      await report.waitForDisplayed()
      holds('the report', await report.getText(), SENTENCE)
      holds('the report', await report.getText(), RARE_WORD)
    })
    same('studies kept', studiesKept(library), 1)
  },

  'an image that the report names appears when its words are pressed': () =>
    within({ args: [records().study] }, async (browser) => {
      const { frameIndex } = await shown(browser)
      const link = await browser.$('[data-testid=image-link]')
      await link.waitForDisplayed()
      holds('the link', await link.getText(), 'image 3')
      await link.click()
      const named = await otherFrame(browser, frameIndex)
      await press(browser, 'go_back')
      same('back where the film stood', (await otherFrame(browser, named.frameIndex)).frameIndex, frameIndex)
    }),
}
