// Whose is it? Two people in one ZIP: asked, answered, merged, taken back.
import { holds, same } from '../expect.mjs'
import { press, pressNamed, sees } from '../pages.mjs'
import { cli, libraryOf, newLibrary, records } from '../records.mjs'
import { within } from '../session.mjs'
import { settled } from '../wait.mjs'
import { say, sayUpToName } from '../words.mjs'

const BROUGHT_MS = 60_000

/** Labels with counts of studies. Only once the window is closed. */
function people(library) {
  const { persons } = JSON.parse(cli('--library', library, 'list', '--json'))
  return persons.map(({ label, studies }) => `${label}: ${studies.length}`).join(', ')
}

const gates = (browser) => browser.$$('[data-testid=gate]')
const gatesLeft = (browser, count) =>
  settled(`${count} questions`, BROUGHT_MS, async () => (await gates(browser).length) === count)

export default {
  'a ZIP of two patients: each is asked about, and both are listed under what was answered': async () => {
    const library = libraryOf('Mum', 'gate')
    await within({ choose: [records().both], library, size: [1440, 900] }, async (browser) => {
      await press(browser, 'import')
      await gatesLeft(browser, 2)
      const words = await sees(browser, 'Is this Mum?')
      holds('the difference', words, say('likeness_name_one_letter_other'))
      holds('the difference', words, say('likeness_number_another'))

      await press(browser, 'gate_no')
      await sees(browser, say('gate_someone_new'))
      await press(browser, 'gate_later')
      await pressNamed(browser, sayUpToName('gate_keep_as'))
      await sees(browser, say('gate_filed'))
      await gatesLeft(browser, 1)

      // Taken back, and later found again on the library's page.
      await press(browser, 'undo')
      await gatesLeft(browser, 2)
      await press(browser, 'library')
      await browser.$('[data-testid=waiting]').waitForDisplayed()
      await press(browser, 'answer_now')
      await gatesLeft(browser, 2)
      await pressNamed(browser, sayUpToName('gate_yes'))
      await gatesLeft(browser, 1)
      await browser.$('[data-testid=gate-label]').setValue('Dad')
      await pressNamed(browser, sayUpToName('gate_keep_as'))
      await gatesLeft(browser, 0)
      await press(browser, 'library')
      await pressNamed(browser, 'Dad')
      await browser.$('[data-testid=study-row]').waitForDisplayed()
      await browser.$('[data-testid=waiting]').waitForDisplayed({ reverse: true })
    })
    same('people', people(library), 'Mum: 2, Dad: 1')
  },

  'two people become one, and undo takes it back': async () => {
    const library = libraryOf('Mum', 'merge')
    cli('--library', library, 'import', records().both, '--person', 'new', '--json')
    await within({ library, size: [1440, 900] }, async (browser) => {
      const inRail = () => browser.$$('nav button[class*=person]').length
      await settled('three people', BROUGHT_MS, async () => (await inRail()) === 3)
      const merge = async () => {
        await pressNamed(browser, 'Inventid')
        await pressNamed(browser, sayUpToName('person_menu'))
        await press(browser, 'same_person')
        await browser.$('[role=dialog]').waitForDisplayed()
        await browser.$('[role=dialog] input[type=radio]').click()
        await press(browser, 'same_person_do')
        await settled('two people', BROUGHT_MS, async () => (await inRail()) === 2)
      }
      await merge()
      await press(browser, 'undo')
      await settled('three people', BROUGHT_MS, async () => (await inRail()) === 3)

      await merge()
      await pressNamed(browser, sayUpToName('person_menu'))
      await press(browser, 'take_apart')
      await browser.$('[role=dialog] li:nth-child(2)').waitForDisplayed()
      await browser.$('[role=dialog] li:nth-child(2) button').click()
      await settled('three people', BROUGHT_MS, async () => (await inRail()) === 3)
    })
    same('people', people(library), 'Mum: 1, : 1, : 1')
  },

  'in an empty library everything waits, and the page says so': async () => {
    const library = newLibrary('gate-first')
    await within({ choose: [records().second], library }, async (browser) => {
      await press(browser, 'choose_files')
      await gatesLeft(browser, 1)
      await press(browser, 'gate_later')
      await press(browser, 'library')
      await browser.$('[data-testid=waiting]').waitForDisplayed()
    })
    same('people', people(library), '')
  },
}
