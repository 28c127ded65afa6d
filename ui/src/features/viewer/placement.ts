/** A size or point in device pixels of the canvas, or in pixels of the image where said. */
export interface Size {
  width: number
  height: number
}

/** The picture: its columns, rows and the height of a pixel over its width. */
export interface Picture {
  columns: number
  rows: number
  aspect: number
}

/** How the picture lies in the view. `scale` null follows the view's size. */
export interface Placing {
  /** Device pixels per column of the image, or null for fitted. */
  scale: number | null
  /** How far the picture's middle is from the view's middle, in device pixels. */
  panX: number
  panY: number
}

export const FITTED: Placing = { scale: null, panX: 0, panY: 0 }

export const MOST_ZOOM = 32
export const LEAST_ZOOM = 0.02

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** The scale at which the whole picture is seen. */
export function fitScale(view: Size, picture: Picture): number {
  return Math.min(view.width / picture.columns, view.height / (picture.rows * picture.aspect))
}

export function scaleOf(placing: Placing, view: Size, picture: Picture): number {
  return placing.scale ?? fitScale(view, picture)
}

/** Where the picture's corners come to lie, on whole device pixels. */
export function pictureRect(placing: Placing, view: Size, picture: Picture): Rect {
  const scale = scaleOf(placing, view, picture)
  const width = Math.max(1, Math.round(picture.columns * scale))
  const height = Math.max(1, Math.round(picture.rows * picture.aspect * scale))
  return {
    x: Math.round((view.width - width) / 2 + placing.panX),
    y: Math.round((view.height - height) / 2 + placing.panY),
    width,
    height,
  }
}

/** Zooms by `factor` so that the point (x, y) of the view stays over the same spot of the picture. */
export function zoomAt(
  placing: Placing,
  view: Size,
  picture: Picture,
  factor: number,
  x: number,
  y: number,
): Placing {
  const from = scaleOf(placing, view, picture)
  const to = Math.min(Math.max(from * factor, LEAST_ZOOM), MOST_ZOOM)
  const ratio = to / from
  const fromMiddleX = x - view.width / 2
  const fromMiddleY = y - view.height / 2
  return {
    scale: to,
    panX: fromMiddleX - (fromMiddleX - placing.panX) * ratio,
    panY: fromMiddleY - (fromMiddleY - placing.panY) * ratio,
  }
}

/** Moves the picture, but never so far that nothing of it is left in view. */
export function panBy(placing: Placing, view: Size, picture: Picture, dx: number, dy: number): Placing {
  const rect = pictureRect(placing, view, picture)
  const reachX = (view.width + rect.width) / 2 - Math.min(48, rect.width / 2)
  const reachY = (view.height + rect.height) / 2 - Math.min(48, rect.height / 2)
  return {
    scale: placing.scale,
    panX: Math.min(Math.max(placing.panX + dx, -reachX), reachX),
    panY: Math.min(Math.max(placing.panY + dy, -reachY), reachY),
  }
}

/** The part of `rect` that the view shows, relative to `rect`; empty when it shows nothing. */
export function visiblePart(rect: Rect, view: Size): Rect {
  const left = Math.max(0, -rect.x)
  const top = Math.max(0, -rect.y)
  const right = Math.min(rect.width, view.width - rect.x)
  const bottom = Math.min(rect.height, view.height - rect.y)
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}
