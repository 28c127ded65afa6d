// Every page, in both themes and two sizes: pictures to look at, and what
// axe-core finds on it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { violations } from '../axe.mjs'
import { none } from '../expect.mjs'
import { openStudy, press, pressNamed, sees } from '../pages.mjs'
import { writePng } from '../png.mjs'
import { cli, keptLibrary, libraryOf, records } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { say, sayUpToName } from '../words.mjs'
import { cropped, screen } from '../xwd.mjs'

const folder = join(process.env.SCANFOLIO_TARGET, 'screenshots')
const SIZES = [
  [1024, 700],
  [1440, 900],
]

/** A page: how to start the program, and how to get there. */
const PAGES = {
  'first-start': { start: () => ({}), go: (browser) => sees(browser, say('first_title')) },
  library: {
    start: () => ({ library: keptLibrary('pages') }),
    go: (browser) => browser.$('[data-testid=study-row]').waitForDisplayed(),
  },
  search: {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await browser.$('[data-testid=search]').setValue('calcification')
      await browser.$('[data-testid=search-results]').waitForDisplayed()
    },
  },
  outcome: {
    start: () => ({ choose: [records().study] }),
    go: async (browser) => {
      await press(browser, 'choose_files')
      await browser.$('[data-testid=refusals]').waitForDisplayed({ timeout: 60_000 })
    },
  },
  gate: {
    start: () => ({ library: libraryOf('Mum', 'pages'), choose: [records().both] }),
    go: async (browser) => {
      await browser.$('[data-testid=study-row]').waitForDisplayed()
      await press(browser, 'import')
      await browser.$('[data-testid=gate]').waitForDisplayed({ timeout: 60_000 })
    },
  },
  waiting: {
    start: () => {
      const library = libraryOf('Mum', 'pages')
      cli('--library', library, 'import', records().both, '--json')
      return { library }
    },
    go: (browser) => browser.$('[data-testid=waiting]').waitForDisplayed(),
  },
  // One question answered, the other asking who it is.
  whose: {
    start: () => {
      const library = libraryOf('Mum', 'pages')
      cli('--library', library, 'import', records().both, '--json')
      return { library }
    },
    go: async (browser) => {
      await press(browser, 'answer_now')
      await pressNamed(browser, sayUpToName('gate_yes'))
      await sees(browser, say('gate_filed'))
    },
  },
  'same-person': {
    start: () => {
      const library = libraryOf('Mum', 'pages')
      cli('--library', library, 'import', records().both, '--person', 'new', '--json')
      return { library }
    },
    go: async (browser) => {
      await pressNamed(browser, sayUpToName('person_menu'))
      await press(browser, 'same_person')
      await browser.$('[role=dialog]').waitForDisplayed()
    },
  },
  settings: {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await press(browser, 'settings')
      await browser.$('[role=dialog]').waitForDisplayed()
    },
  },
  study: {
    start: () => ({ library: keptLibrary('pages') }),
    go: (browser) => openStudy(browser, records().isReal ? 'REMOVED' : 'Invented'),
  },
  'study-advanced': {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await openStudy(browser, records().isReal ? 'REMOVED' : 'Invented')
      await browser.keys(['F10'])
      await browser.$('[role=toolbar]').waitForDisplayed()
      await shown(browser)
    },
  },
  looking: { start: () => ({ args: [records().second] }), go: shown },
}

/**
 * The window as it stands on the screen. Not the driver's own picture: asked
 * for that, WebKitGTK without GPU compositing at times never answers.
 */
function picture(width, height) {
  return writePng(cropped(screen(), width, height))
}

/** Which theme the page really has, by the colour behind its words. */
async function isDark(browser) {
  return browser.execute(() => getComputedStyle(document.documentElement).colorScheme.includes('dark'))
}

const tests = {}
for (const [name, { start, go }] of Object.entries(PAGES)) {
  for (const theme of ['light', 'dark']) {
    tests[`${name}, ${theme}: nothing serious for axe-core, and its picture`] = () =>
      within({ ...start(), theme, size: SIZES[0] }, async (browser) => {
        await go(browser)
        if ((await isDark(browser)) !== (theme === 'dark')) throw new Error(`not ${theme}`)
        mkdirSync(folder, { recursive: true })
        const found = []
        for (const [width, height] of SIZES) {
          await browser.setWindowSize(width, height)
          await browser.pause(400)
          writeFileSync(join(folder, `${name}-${theme}-${width}x${height}.png`), picture(width, height))
          found.push(...(await violations(browser)).map((violation) => `${width}×${height} ${violation}`))
        }
        none(`${name}, ${theme}`, found)
      })
  }
}

export default tests
