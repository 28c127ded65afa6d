import type { Likeness } from '../ipc/generated/Likeness'
import type { Person } from '../ipc/generated/Person'
import type { Proposal } from '../ipc/generated/Proposal'
import { m } from '../paraglide/messages.js'
import { words } from './sentences'

/** `Name: one letter more. Born: the same. Number: another number`: evidence, never a verdict. */
export function likenessWords({ patientName, patientBirthDate, patientId }: Likeness): string {
  return [
    `${m.gate_name()}: ${words('likeness', `name_${patientName}`) ?? patientName}`,
    `${m.gate_born()}: ${words('likeness', `birth_${patientBirthDate}`) ?? patientBirthDate}`,
    `${m.gate_number()}: ${words('likeness', `number_${patientId}`) ?? patientId}`,
  ].join('. ')
}

/** Everybody, those first who are proposed, each with what speaks for it. */
export function likestFirst(
  people: Person[],
  proposals: Proposal[],
): { one: Person; likeness: Likeness | null }[] {
  const proposed = proposals.flatMap(({ person, likeness }) => {
    const one = people.find(({ key }) => key.id === person.key.id)
    return one ? [{ one, likeness }] : []
  })
  const rest = people.filter((one) => proposed.every((found) => found.one !== one))
  return [...proposed, ...rest.map((one) => ({ one, likeness: null }))]
}
