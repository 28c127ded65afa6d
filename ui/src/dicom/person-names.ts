import type { NameGroup } from '../ipc/generated/NameGroup'
import type { Person } from '../ipc/generated/Person'
import type { PersonName } from '../ipc/generated/PersonName'

/**
 * Person names (PS3.5 §6.2.1) as people write them. The alphabetic group, or
 * the ideographic one where that is all there is.
 */
function group({ alphabetic, ideographic, phonetic }: PersonName): NameGroup {
  return (
    [alphabetic, ideographic, phonetic].find((g) => Object.values(g).some((part) => part !== '')) ??
    alphabetic
  )
}

/** Hospitals write SAMPLE^MARGARET; a page of capitals is hard to read. */
function gentle(part: string): string {
  if (part !== part.toLocaleUpperCase() || !/\p{Lu}{2}/u.test(part)) return part
  return part
    .toLocaleLowerCase()
    .replace(
      /(^|[\s'’-])(\p{Ll})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase(),
    )
}

/** `Margaret Sample`; '' when the file names nobody. */
export function plainName(name: PersonName): string {
  const { prefix, given, middle, family, suffix } = group(name)
  return [prefix, given, middle, family, suffix].filter(Boolean).map(gentle).join(' ')
}

/** `SAMPLE, Margaret`, as film says it. */
export function filmName(name: PersonName): string {
  const { given, middle, family } = group(name)
  const first = [given, middle].filter(Boolean).map(gentle).join(' ')
  return [family.toLocaleUpperCase(), first].filter(Boolean).join(', ')
}

/** What the user calls them, else the name in the file, else the number. */
export function calledName(person: Pick<Person, 'label' | 'patientName' | 'patientId'>): string {
  return person.label || plainName(person.patientName) || person.patientId
}

/** Whether two sets of stated birth dates cannot be one person's. */
export function contradicts(some: string[], others: string[]): boolean {
  return some.some((one) => one !== '' && others.some((other) => other !== '' && other !== one))
}

/** Of two who become one, the one whose name stays: a name somebody chose, else that of the open record. */
export function whoseNameStays(open: Person, other: Person): Person {
  return open.label === '' && other.label !== '' ? other : open
}

export function initial(called: string): string {
  return [...called.trim()][0]?.toLocaleUpperCase() ?? '?'
}
