/**
 * Made pictures: bodies of ellipses in Hounsfield-like units. For development
 * and tests of the page only; the sample study people see is made in Rust.
 */
export type Phantom = 'chest' | 'head' | 'chest_xray' | 'breast' | 'ultrasound' | 'knee' | 'scout'

export interface MadePicture {
  rows: number
  columns: number
  /** Hounsfield units for CT, any unit otherwise. */
  values: Int16Array
}

interface Blob {
  x: number
  y: number
  rx: number
  ry: number
  value: number
}

/** Where in the body, 0 (top) to 1. */
export function makePicture(phantom: Phantom, depth: number): MadePicture {
  const size = phantom === 'chest_xray' ? 1024 : phantom === 'breast' ? 1400 : 512
  const columns = phantom === 'breast' ? 1100 : size
  const values = new Int16Array(size * columns)
  const shade = SHADES[phantom](depth)
  for (let row = 0, at = 0; row < size; row++) {
    const y = (2 * row) / size - 1
    for (let column = 0; column < columns; column++, at++) {
      const x = (2 * column) / columns - 1
      values[at] = shade(x, y, grain(column, row, depth))
    }
  }
  return { rows: size, columns, values }
}

type Shade = (x: number, y: number, noise: number) => number

const SHADES: Record<Phantom, (depth: number) => Shade> = {
  chest: (depth) => {
    const open = Math.sin(Math.PI * Math.min(0.98, 0.18 + 0.72 * depth)) ** 0.6
    const lungs: Blob[] = [
      { x: -0.37, y: -0.02, rx: 0.3 * open, ry: 0.43 * open, value: -860 },
      { x: 0.39, y: 0, rx: 0.28 * open, ry: 0.42 * open, value: -870 },
    ]
    const soft: Blob[] = [
      { x: 0.05, y: -0.16, rx: 0.21, ry: 0.3, value: 45 },
      { x: 0.16 * depth, y: -0.02 + 0.12 * depth, rx: 0.12 + 0.2 * depth, ry: 0.16 + 0.1 * depth, value: 70 },
      { x: -0.02, y: -0.2, rx: 0.1, ry: 0.11, value: 190 },
      { x: 0.13, y: 0.24, rx: 0.085, ry: 0.085, value: 180 },
      { x: 0.02, y: 0.06, rx: 0.05, ry: 0.045, value: depth < 0.55 ? -980 : 60 },
      { x: 0, y: 0.34, rx: 0.13, ry: 0.12, value: 260 },
    ]
    const bone: Blob[] = [
      { x: 0, y: 0.33, rx: 0.09, ry: 0.08, value: 360 },
      { x: 0, y: 0.5, rx: 0.035, ry: 0.09, value: 620 },
      { x: 0, y: -0.52, rx: 0.13, ry: 0.03, value: 560 },
    ]
    const nodule: Blob = { x: -0.5, y: 0.22, rx: 0.02, ry: 0.02, value: 30 }
    return (x, y, noise) => {
      const body = (x / 0.93) ** 2 + ((y - 0.02) / 0.66) ** 2
      if (body > 1) {
        const bed = y - 0.16 * x * x
        return bed > 0.78 && bed < 0.8 && Math.abs(x) < 0.85 ? -200 : -1000
      }
      if (body > 0.955) return 20 + noise * 12
      if (body > 0.8) return -95 + noise * 18
      for (const blob of bone) if (inside(blob, x, y)) return blob.value + noise * 60
      const rib = Math.abs(body - 0.73)
      if (rib < 0.03 && Math.sin(Math.atan2(y, x) * 9 + depth * 14) > 0.35) return 520 + noise * 120
      for (const blob of soft.slice(1)) if (inside(blob, x, y)) return blob.value + noise * 14
      for (const lung of lungs) {
        if (!inside(lung, x, y)) continue
        if (inside(soft[0] as Blob, x, y)) break
        if (Math.abs(depth - 0.59) < 0.02 && inside(nodule, x, y)) return nodule.value
        return vessels(x, y, depth) > 0.86 ? -120 + noise * 40 : lung.value + noise * 26 + 40 * y
      }
      return body > 0.7 ? 52 + noise * 16 : 40 + noise * 14
    }
  },
  head: (depth) => {
    const round = Math.sin(Math.PI * (0.16 + 0.6 * depth))
    return (x, y, noise) => {
      const skull = (x / (0.62 * round)) ** 2 + (y / (0.8 * round)) ** 2
      if (skull > 1.1) return -1000
      if (skull > 1.03) return 30 + noise * 20
      if (skull > 0.88) return 1100 + noise * 120
      if (Math.abs(x) < 0.008 && Math.abs(y) > 0.2) return 60
      const ventricle = ((Math.abs(x) - 0.1) / 0.055) ** 2 + ((y + 0.03) / 0.2) ** 2
      if (ventricle < 1) return 6 + noise * 3
      return (
        (Math.sin(14 * Math.atan2(y, x) + 8 * skull) > 0.93 && skull > 0.66 ? 14 : 34 - 6 * (1 - skull)) +
        noise * 4
      )
    }
  },
  chest_xray: () => (x, y, noise) => {
    const lung = Math.min(
      ((x + 0.42) / 0.33) ** 2 + ((y + 0.02) / 0.66) ** 2,
      ((x - 0.42) / 0.33) ** 2 + ((y + 0.02) / 0.66) ** 2,
    )
    const heart = ((x - 0.12) / 0.34) ** 2 + ((y - 0.34) / 0.32) ** 2
    const spine = Math.exp(-((x / 0.1) ** 2))
    const ribs = 0.5 + 0.5 * Math.sin(22 * y + 10 * Math.abs(x) * Math.abs(x) * 2)
    const air = 1 / (1 + Math.exp(9 * (lung - 0.9)))
    const level = 2500 - 1500 * air + 700 * spine + 500 * Math.exp(-(heart ** 2)) + 260 * ribs * air
    const outside = (x / 0.97) ** 8 + (y / 1.35) ** 8 > 1 ? 0.25 : 1
    return level * outside + noise * 30
  },
  breast: () => (x, y, noise) => {
    const shape = ((x + 1) / 1.45) ** 2 + (y / 0.92) ** 2
    if (shape > 1) return 40
    return (
      900 +
      900 * (1 - shape) +
      700 * Math.max(0, Math.sin(9 * x + 4 * y) * Math.sin(7 * y - 3 * x)) +
      noise * 60
    )
  },
  ultrasound: (depth) => (x, y, noise) => {
    const angle = Math.atan2(x, y + 1.35)
    const radius = Math.hypot(x, y + 1.35)
    if (Math.abs(angle) > 0.62 || radius < 0.45 || radius > 2.25) return 0
    const organ = ((x - 0.1) / 0.5) ** 2 + ((y - 0.1 - 0.2 * depth) / 0.4) ** 2
    const wave = Math.sin(radius * 26 + depth * 5) * 16
    return Math.max(0, (organ < 0.3 ? 12 : organ < 1 ? 88 : 62) + wave + noise * 34 - radius * 10)
  },
  knee: (depth) => (x, y, noise) => {
    const leg = (x / 0.72) ** 2 + (y / 1.2) ** 4
    if (leg > 1) return noise * 8
    const femur = (x / 0.34) ** 2 + ((y + 0.62) / 0.55) ** 2
    const tibia = (x / 0.4) ** 2 + ((y - 0.72) / 0.55) ** 2
    if (femur < 1 || tibia < 1) return 620 - 80 * depth + noise * 40
    return (Math.abs(y - 0.03) < 0.06 ? 220 : 330) + noise * 60
  },
  scout: () => (x, y, noise) => {
    const body = (x / (0.62 + 0.1 * Math.sin(2 * y))) ** 4
    if (body > 1) return -900 + noise * 10
    const lung = Math.min(
      ((x + 0.27) / 0.22) ** 2 + ((y + 0.1) / 0.5) ** 2,
      ((x - 0.27) / 0.22) ** 2 + ((y + 0.1) / 0.5) ** 2,
    )
    return (
      80 -
      420 / (1 + Math.exp(8 * (lung - 0.9))) +
      220 * Math.exp(-((x / 0.07) ** 2)) +
      50 * Math.sin(26 * y) +
      noise * 20
    )
  },
}

function inside({ x, y, rx, ry }: Blob, px: number, py: number): boolean {
  return ((px - x) / rx) ** 2 + ((py - y) / ry) ** 2 < 1
}

function vessels(x: number, y: number, depth: number): number {
  const a =
    Math.sin(23 * x + 9 * Math.sin(7 * y + 4 * depth)) * Math.sin(19 * y + 8 * Math.sin(6 * x - 3 * depth))
  const near = Math.max(0, 1 - Math.hypot(Math.abs(x) - 0.18, y - 0.02) / 0.62)
  return Math.abs(a) ** 0.5 * (0.55 + 0.5 * near)
}

/** Noise of -1..1, the same every time. */
function grain(column: number, row: number, depth: number): number {
  const mixed = Math.imul(
    column * 374761393 + row * 668265263 + Math.floor(depth * 4096) * 2147483647,
    1274126177,
  )
  return (((mixed ^ (mixed >>> 15)) >>> 0) / 4294967295) * 2 - 1
}
