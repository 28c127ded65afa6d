// Waiting for a thing to become true, never for a time to pass.

/** Resolves with the first truthy answer; the error names what was waited for. */
export async function settled(what, milliseconds, ask) {
  const end = Date.now() + milliseconds
  let last
  while (Date.now() < end) {
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`waited ${milliseconds} ms in vain for ${what}${last ? `: ${last.message}` : ''}`)
}
