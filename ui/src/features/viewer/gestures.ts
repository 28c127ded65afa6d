import type { Tool, Viewport } from './viewport.svelte'
import type { Window } from './gray-table'

/** What a drag does, by the button that began it: main = the tool, right = window, middle = pan. */
function toolOf(button: number, tool: Tool): Tool | null {
  if (button === 0) return tool
  if (button === 1) return 'pan'
  return button === 2 ? 'window' : null
}

interface Drag {
  tool: Tool
  pointer: number
  startX: number
  startY: number
  lastX: number
  lastY: number
  startFrame: number
  startWindow: Window | null
}

/** A notch of a mouse wheel is one frame; a trackpad's small steps are gathered. */
const NOTCH = 40
const GATHERED = 30

/** Turns pointers and wheels into what the viewport does. The result takes the listeners away. */
export function gestures(view: HTMLElement, viewport: Viewport): () => void {
  let drag: Drag | null = null
  let gathered = 0
  const ratio = () => globalThis.devicePixelRatio || 1

  const down = (event: PointerEvent) => {
    const tool = toolOf(event.button, viewport.tool)
    if (drag || !tool || (event.target as HTMLElement).closest('button, a')) return
    event.preventDefault()
    view.focus({ preventScroll: true })
    view.setPointerCapture(event.pointerId)
    viewport.stop()
    const { clientX, clientY } = event
    drag = {
      tool,
      pointer: event.pointerId,
      startX: clientX,
      startY: clientY,
      lastX: clientX,
      lastY: clientY,
      startFrame: viewport.frameIndex,
      startWindow: viewport.window,
    }
  }

  const move = (event: PointerEvent) => {
    if (!drag || event.pointerId !== drag.pointer) return
    const dx = event.clientX - drag.lastX
    const dy = event.clientY - drag.lastY
    drag.lastX = event.clientX
    drag.lastY = event.clientY
    switch (drag.tool) {
      case 'scroll': {
        const perFrame = Math.max(4, view.clientHeight / Math.max(1, viewport.count))
        viewport.go(drag.startFrame + viewport.down * Math.round((event.clientY - drag.startY) / perFrame))
        break
      }
      case 'window':
        if (drag.startWindow)
          viewport.dragWindow(drag.startWindow, event.clientX - drag.startX, event.clientY - drag.startY)
        break
      case 'pan':
        viewport.pan(dx * ratio(), dy * ratio())
        break
      case 'zoom': {
        const box = view.getBoundingClientRect()
        viewport.zoom(
          Math.exp(-dy / 160),
          (drag.startX - box.left) * ratio(),
          (drag.startY - box.top) * ratio(),
        )
        break
      }
    }
  }

  const up = (event: PointerEvent) => {
    if (drag && event.pointerId === drag.pointer) drag = null
  }

  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * NOTCH
    if (event.ctrlKey) {
      const box = view.getBoundingClientRect()
      const factor = Math.exp(-Math.sign(delta) * Math.min(Math.abs(delta), NOTCH) * 0.004)
      viewport.zoom(factor, (event.clientX - box.left) * ratio(), (event.clientY - box.top) * ratio())
      return
    }
    viewport.stop()
    if (Math.abs(delta) >= NOTCH) {
      gathered = 0
      viewport.lower(Math.sign(delta))
      return
    }
    gathered += delta
    while (Math.abs(gathered) >= GATHERED) {
      viewport.lower(Math.sign(gathered))
      gathered -= Math.sign(gathered) * GATHERED
    }
  }

  const menu = (event: Event) => event.preventDefault()

  view.addEventListener('pointerdown', down)
  view.addEventListener('pointermove', move)
  view.addEventListener('pointerup', up)
  view.addEventListener('pointercancel', up)
  view.addEventListener('wheel', wheel, { passive: false })
  view.addEventListener('contextmenu', menu)
  return () => {
    view.removeEventListener('pointerdown', down)
    view.removeEventListener('pointermove', move)
    view.removeEventListener('pointerup', up)
    view.removeEventListener('pointercancel', up)
    view.removeEventListener('wheel', wheel)
    view.removeEventListener('contextmenu', menu)
  }
}
