import { m } from '../paraglide/messages.js'

/** A window by tissue, in Hounsfield units. */
export interface TissuePreset {
  id: 'lungs' | 'soft' | 'bones' | 'brain'
  label: string
  center: number
  width: number
}

const ALL: (Omit<TissuePreset, 'label'> & { label: () => string })[] = [
  { id: 'lungs', label: m.preset_lungs, center: -550, width: 1500 },
  { id: 'soft', label: m.preset_soft, center: 50, width: 380 },
  { id: 'bones', label: m.preset_bones, center: 450, width: 1800 },
  { id: 'brain', label: m.preset_brain, center: 40, width: 80 },
]

const HEAD = new Set([
  'head',
  'brain',
  'skull',
  'face',
  'sinus',
  'sinuses',
  'orbit',
  'orbits',
  'ear',
  'temporal_bone',
])
const LIMBS = new Set([
  'knee',
  'hip',
  'ankle',
  'foot',
  'hand',
  'wrist',
  'elbow',
  'shoulder',
  'arm',
  'leg',
  'femur',
  'forearm',
  'humerus',
  'finger',
  'toe',
  'thigh',
])

/**
 * The presets that make sense for a CT of this part of the body; all of them
 * when the file does not say which part it is. Nothing for other modalities,
 * whose values are not on a common scale.
 */
export function tissuePresets(modality: string, unit: string, bodyPart: string): TissuePreset[] {
  if (modality !== 'CT' || (unit !== 'HU' && unit !== '')) return []
  const wanted = (id: TissuePreset['id']) => {
    if (bodyPart === '') return true
    if (HEAD.has(bodyPart)) return id !== 'lungs'
    if (LIMBS.has(bodyPart)) return id === 'soft' || id === 'bones'
    return id !== 'brain'
  }
  return ALL.filter(({ id }) => wanted(id)).map((preset) => ({ ...preset, label: preset.label() }))
}
