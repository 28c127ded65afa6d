import type { Viewport } from './viewport.svelte'

/** What keys do beyond the viewport itself. */
export interface Around {
  previousSeries: () => void
  nextSeries: () => void
  toggleReport: () => void
  cycleAnnotations: () => void
  showHelp: () => void
  search: () => void
}

const PAN_STEP = 48
const WINDOW_STEP = 16

type Action = (viewport: Viewport, around: Around) => void

/** Single keys, ignoring case. They act only while the viewport has the focus (WCAG 2.1.4). */
const KEYS: Record<string, Action> = {
  arrowup: (v) => v.lower(-1),
  arrowleft: (v) => v.step(-1),
  arrowdown: (v) => v.lower(1),
  arrowright: (v) => v.step(1),
  home: (v) => v.go(0),
  end: (v) => v.go(v.count - 1),
  pageup: (_, around) => around.previousSeries(),
  pagedown: (_, around) => around.nextSeries(),
  s: (v) => void (v.tool = 'scroll'),
  w: (v) => void (v.tool = 'window'),
  z: (v) => void (v.tool = 'zoom'),
  t: (v) => void (v.tool = 'pan'),
  x: (v) => v.invert(),
  c: (v) => (v.isPlaying ? v.stop() : v.play()),
  '+': (v) => v.zoom(1.25),
  '=': (v) => v.zoom(1.25),
  '-': (v) => v.zoom(0.8),
  '1': (v) => v.zoomToPixels(),
  i: (_, around) => around.cycleAnnotations(),
  h: (_, around) => around.showHelp(),
  '?': (_, around) => around.showHelp(),
  r: (_, around) => around.toggleReport(),
  '/': (_, around) => around.search(),
  escape: (v) => v.reset(),
}

/** What can be dragged can be done by arrows: Shift for the window, Alt for the place. */
const SHIFTED: Record<string, Action> = {
  arrowup: (v) => v.window && v.dragWindow(v.window, 0, -WINDOW_STEP),
  arrowdown: (v) => v.window && v.dragWindow(v.window, 0, WINDOW_STEP),
  arrowleft: (v) => v.window && v.dragWindow(v.window, -WINDOW_STEP, 0),
  arrowright: (v) => v.window && v.dragWindow(v.window, WINDOW_STEP, 0),
}
const ALTED: Record<string, Action> = {
  arrowup: (v) => v.pan(0, -PAN_STEP),
  arrowdown: (v) => v.pan(0, PAN_STEP),
  arrowleft: (v) => v.pan(-PAN_STEP, 0),
  arrowright: (v) => v.pan(PAN_STEP, 0),
}

/** Does what the key says; true when it meant something. */
export function pressKey(event: KeyboardEvent, viewport: Viewport, around: Around): boolean {
  if (event.ctrlKey || event.metaKey || event.defaultPrevented) return false
  const key = event.key.toLowerCase()
  const arrow = key.startsWith('arrow')
  const action = (
    arrow && event.shiftKey ? SHIFTED : arrow && event.altKey ? ALTED : event.altKey ? {} : KEYS
  )[key]
  if (!action) return false
  event.preventDefault()
  if (key !== 'c') viewport.stop()
  action(viewport, around)
  return true
}
