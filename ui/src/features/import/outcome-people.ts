import { longDate } from '../../dicom/dates'
import { examTitle } from '../../dicom/exam-titles'
import { calledName, plainName } from '../../dicom/person-names'
import { studyReportState } from '../../dicom/report-states'
import type { Outcome } from '../../ipc/generated/Outcome'
import type { StudySummary } from '../../ipc/generated/StudySummary'
import { m } from '../../paraglide/messages.js'

/** `CT scan of the chest, 12 March 2026, 240 images: Final report`. */
function examLine(study: StudySummary): string {
  const facts = [
    examTitle(study.title),
    longDate(study.studyDate),
    m.images_count({ count: study.frames }),
  ].filter(Boolean)
  return `  ${facts.join(', ')}: ${studyReportState(study.reports).words}`
}

/** Who it is about, and every exam under them, as the page shows it. */
export function peopleLines(outcome: Outcome): string[] {
  const sections = [
    ...outcome.people.map((person) => {
      const isTheirs = (study: StudySummary) => study.person?.id === person.key.id
      const joined = outcome.joined.filter(isTheirs)
      const exams = [...outcome.studies.filter(isTheirs), ...joined].map(examLine)
      return { head: calledName(person) || m.name_unknown(), lines: exams }
    }),
    ...outcome.waitingFor.map(({ identity, studies }) => ({
      head: m.outcome_waits({ name: plainName(identity.patientName) || m.name_unknown() }),
      lines: studies.map(examLine),
    })),
    {
      head: m.unpaired_reports(),
      lines: outcome.unpairedReports.map(
        ({ reportDate, title }) =>
          `  ${[title || m.report(), longDate(reportDate)].filter(Boolean).join(', ')}`,
      ),
    },
  ]
  return sections.flatMap(({ head, lines }) => (lines.length > 0 ? ['', head, ...lines] : []))
}
