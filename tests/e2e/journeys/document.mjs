// A report's own pages, as they were issued. Not for its text: see import.mjs.
import { same } from '../expect.mjs'
import { press } from '../pages.mjs'
import { borrowingDocument } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'

/** What the page writes through a predefined character map. */
const JAPANESE = '日本語'
/** Its size, and points well inside its black square, from the upper left. */
const PAGE = [612, 792]
const INSIDE = [
  [320, 792 - 70],
  [320, 792 - 180],
  [376, 792 - 126],
  [432, 792 - 70],
  [432, 792 - 180],
]

export default {
  'a PDF that brings no fonts is drawn with ours, and its character maps are known': () =>
    within({ args: [borrowingDocument()] }, async (browser) => {
      await shown(browser)
      await press(browser, 'as_issued_link')
      await settled('the Japanese words', 20_000, () =>
        browser.execute((words) => {
          const page = document.querySelectorAll('[role=dialog] figure')[1]
          page?.scrollIntoView()
          return page?.textContent.includes(words)
        }, JAPANESE),
      )
      const grays = await browser.execute(
        (page, points) => {
          const canvas = document.querySelectorAll('[role=dialog] canvas')[1]
          const context = canvas.getContext('2d')
          return points.map(([x, y]) => {
            const at = [(x * canvas.width) / page[0], (y * canvas.height) / page[1]].map(Math.round)
            return context.getImageData(at[0], at[1], 1, 1).data[1]
          })
        },
        PAGE,
        INSIDE,
      )
      same('inside the square of Zapf Dingbats', grays.join(' '), '0 0 0 0 0')
    }),
}
