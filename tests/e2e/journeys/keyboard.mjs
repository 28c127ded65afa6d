// Without a mouse: everything is reached in order, what has the focus is seen, and Esc leads back.
import { none, same } from '../expect.mjs'
import { keptLibrary } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say } from '../words.mjs'

const MOST_STOPS = 40

export default {
  'the library is walked by Tab from top to bottom, and Enter opens an exam': () =>
    within({ library: keptLibrary('keyboard'), size: [1280, 800] }, async (browser) => {
      await browser.$('[data-testid=study-row]').waitForDisplayed()
      const stops = await walk(browser)
      const wanted = [say('settings'), say('search'), say('just_look'), say('import')]
      const missing = wanted.filter((name) => !stops.some((stop) => stop.name.includes(name)))
      none('never reached by Tab', missing)
      none('focus that is not seen', stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name))
      const row = stops.findIndex(({ id }) => id === 'study-row')
      const search = stops.findIndex(({ id }) => id === 'search')
      if (!(search >= 0 && row > search)) throw new Error(`the exam comes at stop ${row}, the search at ${search}`)

      await browser.execute(() => document.querySelector('[data-testid=study-row]').focus())
      await browser.keys(['Enter'])
      await shown(browser)
      same('the focus in an opened exam', (await focused(browser)).id, 'viewport')
    }),

  'the settings open by Enter, close by Esc, and the focus is where it was': () =>
    within({ library: keptLibrary('keyboard') }, async (browser) => {
      await browser.$('[data-testid=study-row]').waitForDisplayed()
      await settled('the settings to have the focus', 10_000, async () => {
        await browser.keys(['Tab'])
        return (await focused(browser)).name.includes(say('settings'))
      })
      await browser.keys(['Enter'])
      await browser.$('[role=dialog]').waitForDisplayed()
      same('the focus', await browser.execute(() => !!document.activeElement.closest('[role=dialog]')), true)
      await browser.keys(['Escape'])
      await browser.$('[role=dialog]').waitForDisplayed({ reverse: true })
      await settled('the focus to come back', 5_000, async () => (await focused(browser)).name.includes(say('settings')))
    }),
}

/** Every stop of Tab on the page, until the first comes again. */
async function walk(browser) {
  const stops = []
  for (let at = 0; at < MOST_STOPS; at++) {
    await browser.keys(['Tab'])
    const stop = await focused(browser)
    if (stop.isBody) continue
    if (stops.length > 0 && stop.place === stops[0].place) return stops
    stops.push(stop)
  }
  throw new Error(`Tab came back after more than ${MOST_STOPS} stops, or never`)
}

/** What has the focus: its name, where it lies, and whether a person can see that it has it. */
function focused(browser) {
  return browser.execute(() => {
    const element = document.activeElement
    const framed = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2
    const box = element.getBoundingClientRect()
    const label = element.closest('label')
    const words = [element.getAttribute('aria-label'), element.textContent, label?.textContent]
    return {
      isBody: element === document.body,
      id: element.dataset.testid ?? '',
      name: words.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim(),
      place: `${box.left},${box.top}`,
      isSeen: (framed(element) || (label !== null && framed(label))) && box.width > 0 && box.top < innerHeight && box.bottom > 0,
    }
  })
}
