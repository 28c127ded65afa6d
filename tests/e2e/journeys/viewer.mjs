// Scrolling and windowing, held against what core says must be seen.
import { same } from '../expect.mjs'
import { readPng } from '../png.mjs'
import { keptLibrary, records, rendered } from '../records.mjs'
import { within } from '../session.mjs'
import { difference, drag, focus, otherFrame, pixels, shown, wheel } from '../viewport.mjs'
import { openStudy } from '../pages.mjs'
import { say } from '../words.mjs'

const opened = (use) =>
  within({ library: keptLibrary('viewer'), size: [1440, 900] }, async (browser) => {
    await openStudy(browser, records().isReal ? 'REMOVED' : 'Invented')
    await use(browser)
  })

export default {
  'the wheel and the arrow keys go down the bar beside the image, whose upper end is the head': () =>
    opened(async (browser) => {
      const first = await shown(browser)
      const before = await pixels(browser)
      same('the upper end', (await browser.$('.scrub .end').getText()).toLowerCase(), say('letter_h'))
      const knob = () => browser.execute(() => document.querySelector('.scrub .knob').getBoundingClientRect().top)
      const top = await knob()
      await wheel(browser, 120)
      const second = await otherFrame(browser, first.frameIndex)
      same('a notch of the wheel', Math.abs(second.frameIndex - first.frameIndex), 1)
      if ((await knob()) <= top) throw new Error('the wheel turned down, the knob did not go down')
      if (before.rgb.equals((await pixels(browser)).rgb)) throw new Error('another frame, the same picture')
      await focus(browser)
      await browser.keys(['ArrowDown'])
      const third = await otherFrame(browser, second.frameIndex)
      same('the arrow down', third.frameIndex - second.frameIndex, second.frameIndex - first.frameIndex)
      await browser.keys(['ArrowUp'])
      same('and up again', (await otherFrame(browser, third.frameIndex)).frameIndex, second.frameIndex)
      await browser.keys(['ArrowRight'])
      same('the arrow right is the next image', (await otherFrame(browser, second.frameIndex)).frameIndex, second.frameIndex + 1)
    }),

  'what is on the canvas is what core computes, before and after a drag of the window': () =>
    opened(async (browser) => {
      await focus(browser)
      await browser.keys(['1'])
      const before = await shown(browser)
      same('one to one', Number(before.scale), 1)
      const canvas = await pixels(browser)
      const file = theOne(canvas)

      await focus(browser)
      await browser.keys(['w'])
      await drag(browser, 60, 35)
      const after = await shown(browser)
      const window = [Number(after.windowCenter), Number(after.windowWidth)]
      if (after.windowWidth === before.windowWidth || after.windowCenter === before.windowCenter) {
        throw new Error(`the drag left the window at ${window}`)
      }
      const dragged = await pixels(browser)
      if (dragged.rgb.equals(canvas.rgb)) throw new Error('another window, the same picture')
      const picture = readPng(rendered(file, 1, window))
      const { compared, most } = difference(dragged, picture)
      if (compared < picture.width * picture.height * 0.5) throw new Error(`only ${compared} pixels in view`)
      if (most > 1) throw new Error(`${most} grey steps from what core computes, at window ${window}`)
    }),
}

/** The file whose picture, at its own window, is on the canvas: exactly one. */
function theOne(canvas) {
  const same = records().images.filter((file) => difference(canvas, readPng(rendered(file, 1))).most <= 1)
  if (same.length !== 1) throw new Error(`${same.length} files look like what is on the canvas`)
  return same[0]
}
