// An exam is looked at while the rest of it is still being copied.
import { renameSync } from 'node:fs'
import { same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { libraryOf, newLibrary, stick } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say } from '../words.mjs'

const IMAGES = 400

/** What is said on the film; the driver's own reading leaves some of its corners out. */
const onFilm = (browser) =>
  browser.execute(() => document.querySelector('[data-testid=viewport]').parentElement.textContent)

/** Opens the exam while its stick is pulled out, so that the import cannot end meanwhile; then puts it back. */
async function lookMeanwhile(browser, folder, go) {
  await press(browser, go)
  await settled('some of it copied', 20_000, async () => {
    const count = await browser.$('[data-testid=job] .fig')
    return (await count.isExisting()) && / of /.test(await count.getText())
  })
  renameSync(folder, `${folder}-pulled`)
  await press(browser, 'so_far_look')
  await shown(browser)
  await settled('its mark', 20_000, async () => (await onFilm(browser)).includes(say('still_copying')))
  renameSync(`${folder}-pulled`, folder)
}

export default {
  'the first image is there while a stick is still being copied, and stays when the exam is kept': async () => {
    const library = libraryOf('Mum', 'copying')
    const folder = stick(IMAGES)
    await within({ library, choose: [folder], size: [1440, 900] }, async (browser) => {
      await browser.$('[data-testid=study-row]').waitForDisplayed()
      await lookMeanwhile(browser, folder, 'import')
      const { frameIndex } = await shown(browser)
      await sees(browser, say('see_what_came'))
      await settled('all images', 20_000, async () => (await onFilm(browser)).includes(`of ${IMAGES}`))
      const kept = await shown(browser)
      same('still copying', (await onFilm(browser)).includes(say('still_copying')), false)
      same('at the same image or below what came above it', kept.frameIndex >= frameIndex, true)
    })
  },

  'an exam of somebody unknown is looked at while it is copied, and then asked about': async () => {
    const folder = stick(IMAGES)
    await within({ library: newLibrary('copying'), choose: [folder], size: [1440, 900] }, async (browser) => {
      await lookMeanwhile(browser, folder, 'choose_files')
      await browser.$('[data-testid=gate]').waitForDisplayed({ timeout: 60_000 })
    })
  },
}
