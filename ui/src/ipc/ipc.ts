import type { Door } from './door'
import { tauriDoor } from './tauri'

/** The door in use: the real one, or made data where there is no Rust behind the page. */
export const ipc: Door =
  __FAKE__ && !('__TAURI_INTERNALS__' in globalThis)
    ? (await import('./fake/door')).makeFakeDoor(new URLSearchParams(globalThis.location?.search ?? ''))
    : tauriDoor
