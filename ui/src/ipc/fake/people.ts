import type { Door } from '../door'
import type { Identified } from '../generated/Identified'
import type { Identity } from '../generated/Identity'
import type { Outcome } from '../generated/Outcome'
import type { Person } from '../generated/Person'
import type { Waiting } from '../generated/Waiting'
import { Refused } from '../refused'
import { kept, named, PEOPLE, STUDIES } from './records'

const waitingStudies = (from: number, to: number) =>
  STUDIES.slice(from, to).map((study) => ({ ...study, person: null }))

/** Whom the library knows under another number, a letter less in the name. */
export const WAITING: Waiting = {
  key: 'elsewhere',
  identity: {
    patientId: 'EX-7713',
    issuerOfPatientId: 'Example Street Clinic',
    patientName: withMiddle('A.'),
    patientBirthDate: '19510504',
    patientSex: 'F',
  },
  studies: waitingStudies(1, 3),
  proposals: PEOPLE.slice(1, 2).map((person) => ({
    person,
    identity: identityOf(person),
    likeness: { patientName: 'one_letter_more', patientBirthDate: 'same', patientId: 'another_issuer' },
  })),
}

/** Whom the library has never seen. */
const UNKNOWN: Waiting = {
  key: 'unknown',
  identity: {
    patientId: 'N-1',
    issuerOfPatientId: '',
    patientName: named('ROE', 'Robin'),
    patientBirthDate: '20010203',
    patientSex: '',
  },
  studies: waitingStudies(5, 6),
  proposals: [],
}

type GateDoor = Pick<
  Door,
  | 'listWaiting'
  | 'answerIdentity'
  | 'unanswerIdentity'
  | 'listIdentities'
  | 'listAlike'
  | 'mergePeople'
  | 'unmergePeople'
  | 'takeOutIdentity'
>

/** The persons of the made library, merged and taken apart as the real one does. */
export function makeGate(read: () => Person[], write: (people: Person[]) => void) {
  let waiting: Waiting[] = []
  const undone: { before: Person[]; into: number }[] = []
  const answered = new Map<string, { one: Waiting; before: Person[] }>()

  const door: GateDoor = {
    listWaiting: async () => waiting,
    answerIdentity: async (identity, answer) => {
      const one = waiting.find(({ key }) => key === identity)
      if (!one) throw new Refused({ code: 'identity_unknown', params: { key: identity } })
      answered.set(identity, { one, before: read() })
      waiting = waiting.filter(({ key }) => key !== identity)
      const person = 'new' in answer ? newPerson(one, answer.new) : joined(read(), answer.person.id, one)
      write([...read().filter(({ key }) => key.id !== person.key.id), person])
      return person
    },
    unanswerIdentity: async (identity) => {
      const undo = answered.get(identity)
      if (!undo) throw new Refused({ code: 'identity_unknown', params: { key: identity } })
      waiting = [...waiting, undo.one]
      write(undo.before)
    },
    listIdentities: async (person): Promise<Identified[]> =>
      read()
        .filter(({ key }) => key.id === person.id)
        .flatMap((one) =>
          Array.from({ length: one.identities }, (_, index) => ({
            key: `${one.key.id}-${index}`,
            identity: identityOf(one),
            studies: 1,
          })),
        ),
    listAlike: async (person) =>
      WAITING.proposals.filter((proposal) => person.id !== proposal.person.key.id).slice(0, 1),
    mergePeople: async (from, into) => {
      const before = read()
      undone.push({ before, into: into.id })
      const gone = before.find(({ key }) => key.id === from.id)
      write(
        before
          .filter(({ key }) => key.id !== from.id)
          .map((one) =>
            one.key.id === into.id ? { ...one, identities: one.identities + (gone?.identities ?? 0) } : one,
          ),
      )
    },
    unmergePeople: async (into) => {
      const last = undone.findLast((one) => one.into === into.id)
      if (last) write(last.before)
    },
    takeOutIdentity: async () => {
      const last = undone.pop()
      if (last) write(last.before)
    },
  }

  /** What an import brings that has to be asked about. */
  function arrive(): Partial<Outcome> {
    waiting = [WAITING, UNKNOWN]
    return { waiting: 60, waitingFor: waiting, studies: STUDIES.slice(7, 8), people: PEOPLE.slice(2) }
  }

  return { door, arrive }
}

function newPerson({ identity, studies }: Waiting, label: string): Person {
  return {
    key: kept(90 + studies.length),
    label,
    patientName: identity.patientName,
    patientBirthDate: identity.patientBirthDate,
    patientSex: identity.patientSex,
    patientId: identity.patientId,
    birthDates: [identity.patientBirthDate],
    identities: 1,
    studies: studies.length,
    reports: 0,
  }
}

function joined(people: Person[], id: number, { studies }: Waiting): Person {
  const person = people.find(({ key }) => key.id === id)
  if (!person) throw new Refused({ code: 'not_held', params: {} })
  return { ...person, identities: person.identities + 1, studies: person.studies + studies.length }
}

function identityOf(person: Person): Identity {
  return {
    patientId: person.patientId,
    issuerOfPatientId: 'Sample General',
    patientName: person.patientName,
    patientBirthDate: person.patientBirthDate,
    patientSex: person.patientSex,
  }
}

function withMiddle(middle: string) {
  const name = named('SAMPLE', 'Margaret')
  return { ...name, alphabetic: { ...name.alphabetic, middle } }
}
