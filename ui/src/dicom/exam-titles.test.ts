import { expect, test } from 'vitest'
import { examTitle } from './exam-titles'

test.each([
  ['CT', 'chest', '', 'CT scan of the chest'],
  ['XR', 'chest', '', 'X-ray of the chest'],
  ['MR', 'knee', 'left', 'MRI scan of the knee, left side'],
  ['MG', 'breast', 'right', 'Mammogram, right side'],
  ['US', 'abdomen', '', 'Ultrasound of the abdomen'],
  ['PT', 'whole_body', '', 'PET scan of the whole body'],
  ['CT', 'chest+abdomen', '', 'CT scan of the chest and abdomen'],
  ['PTCT', 'neck+chest+abdomen+pelvis', '', 'PET-CT scan of the neck, chest, abdomen and pelvis'],
  ['PTMR', 'brain', '', 'PET-MRI scan of the brain'],
  ['CT', 'chest+part_nobody_knows', '', 'CT scan of the chest'],
  ['CT', '', '', 'CT scan'],
  ['ZZ', '', '', 'Exam (ZZ)'],
  ['', '', '', 'Exam'],
  ['CT', 'part_nobody_knows', '', 'CT scan'],
])('%s %s %s is called what it is', (modality, bodyPart, laterality, title) => {
  expect(examTitle({ modality, bodyPart, laterality })).toBe(title)
})
