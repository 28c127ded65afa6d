// Getting about in the window, as a person would: by names on the screen.
import { shown } from './viewport.mjs'
import { settled } from './wait.mjs'
import { say } from './words.mjs'

const SHOWN_MS = 20_000

/** Presses the button that is called so. */
export async function press(browser, key) {
  await pressNamed(browser, say(key))
}

/** Presses the button whose words hold these. */
export async function pressNamed(browser, words) {
  const button = await settled(`a button "${words}"`, SHOWN_MS, async () => {
    for (const found of await browser.$$('button, a, [role=menuitem], [role=radio]')) {
      if (!(await found.isDisplayed())) continue
      const named = `${await found.getText()} ${(await found.getAttribute('aria-label')) ?? ''}`
      if (squeezed(named).includes(squeezed(words))) return found
    }
    return null
  })
  await button.click()
}

/** Waits until the words are on the page; gives all its words. */
export function sees(browser, words) {
  return settled(`"${words}" on the page`, SHOWN_MS, async () => {
    const text = await browser.$('body').getText()
    return squeezed(text).includes(squeezed(words)) && text
  })
}

/** Opens the first study of the person whose name holds the words. */
export async function openStudy(browser, name) {
  await pressNamed(browser, name)
  const row = await browser.$('[data-testid=study-row]')
  await row.waitForDisplayed({ timeout: SHOWN_MS })
  await row.click()
  await shown(browser)
}

/** Words apart from how they are broken and written. */
function squeezed(text) {
  return text.replace(/\s+/g, ' ').trim().toLowerCase()
}
