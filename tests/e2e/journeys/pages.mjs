// Every page, in both themes, in four sizes and with text twice as large:
// pictures to look at, what axe-core finds on it, and what does not fit.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Key } from 'webdriverio'
import { violations } from '../axe.mjs'
import { none } from '../expect.mjs'
import { openStudy, press, pressNamed, sees } from '../pages.mjs'
import { writePng } from '../png.mjs'
import { cli, keptLibrary, libraryOf, records } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say, sayUpToName } from '../words.mjs'
import { cropped, screen } from '../xwd.mjs'

const folder = join(process.env.SCANFOLIO_TARGET, 'screenshots')
/** Width, height, text in percent; axe-core looks at the first and the last. */
const VIEWS = [
  [1024, 700, 100],
  [1280, 800, 100],
  [1440, 1000, 100],
  [1920, 1200, 100],
  [1440, 1000, 200],
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
  history: {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await press(browser, 'history')
      await sees(browser, say('history_lead'))
    },
  },
  remove: {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await pressNamed(browser, sayUpToName('exam_menu'))
      await press(browser, 'remove_exam')
      await browser.$('[data-testid=remove]').waitForDisplayed()
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
  sample: {
    start: () => ({}),
    go: async (browser) => {
      await press(browser, 'sample_open')
      await shown(browser)
    },
  },
  // A word explained, and the image that the report names.
  'sample-word': {
    start: () => ({}),
    go: async (browser) => {
      await press(browser, 'sample_open')
      await shown(browser)
      await browser.$('[data-testid=image-link]').click()
      await shown(browser)
      await browser.$('.term').click()
      await browser.$('.popover').waitForDisplayed()
    },
  },
  keys: {
    start: () => ({ library: keptLibrary('pages') }),
    go: async (browser) => {
      await openStudy(browser, records().isReal ? 'REMOVED' : 'Invented')
      await browser.keys(['h'])
      await browser.$('[role=dialog]').waitForDisplayed()
    },
  },
  problem: {
    start: () => ({ library: join(records().images[0], 'library') }),
    go: (browser) => sees(browser, say('problem_library_not_writable')),
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

/** Makes the words larger as a person does it: Ctrl and plus, until they are. */
async function enlarge(browser, percent) {
  await settled(`words at ${percent} %`, 5_000, async () => {
    await browser.keys([Key.Ctrl, '+'])
    return browser.execute((size) => document.documentElement.style.fontSize === size, `${percent}%`)
  })
}

/** What is wider than its room and cannot be scrolled to, and rows of buttons that broke. */
function overflowing(browser) {
  return browser.execute(() => {
    const found = []
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window')
    for (const button of document.querySelectorAll('button, [role=slider]')) {
      const box = button.getBoundingClientRect()
      const room = button.closest('[class*=strip], .seg, [class*=tabs]')
      if (box.width > 0 && !room && (box.right > innerWidth + 1 || box.left < -1)) {
        found.push(`out of the window: ${button.textContent.trim() || button.getAttribute('aria-label')}`)
      }
    }
    const isPlain = document.documentElement.style.fontSize === '100%'
    for (const row of document.querySelectorAll('[data-testid=hands]')) {
      const tops = [...row.children].map((child) => child.getBoundingClientRect()).filter(({ width }) => width > 0)
      if (isPlain && new Set(tops.map(({ top, height }) => Math.round(top + height / 2))).size > 1) {
        found.push('the buttons below the image take two rows')
      }
    }
    return found
  })
}

const tests = {}
for (const [name, { start, go }] of Object.entries(PAGES)) {
  for (const theme of ['light', 'dark']) {
    tests[`${name}, ${theme}: nothing serious for axe-core, and its picture`] = () =>
      within({ ...start(), theme, size: VIEWS[0] }, async (browser) => {
        await go(browser)
        if ((await isDark(browser)) !== (theme === 'dark')) throw new Error(`not ${theme}`)
        mkdirSync(folder, { recursive: true })
        const found = []
        for (const [index, [width, height, text]] of VIEWS.entries()) {
          const view = `${width}x${height}${text === 100 ? '' : `-text${text}`}`
          await browser.setWindowSize(width, height)
          if (text > 100) await enlarge(browser, text)
          await browser.pause(400)
          writeFileSync(join(folder, `${name}-${theme}-${view}.png`), picture(width, height))
          found.push(...(await overflowing(browser)).map((what) => `${view} ${what}`))
          if (index > 0 && index < VIEWS.length - 1) continue
          found.push(...(await violations(browser)).map((violation) => `${view} ${violation}`))
        }
        none(`${name}, ${theme}`, found)
      })
  }
}

export default tests
