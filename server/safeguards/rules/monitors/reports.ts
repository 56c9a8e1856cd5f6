import { addDays } from '../calendar.ts'
import { grouped } from './history.ts'
import { type Look, says } from './signal.ts'

/** MON-12: what anyone reported and nobody closed. A serious one pauses publication until an officer decides. */
export const openReports: Look = (history, { numbers }, today) => {
  const open = history.reports.filter(
    (one) => one.reportedOn <= today && (one.closedOn === null || one.closedOn > today),
  )
  return [...grouped(open, (one) => one.establishment)].map(([subject, rows]) => {
    const oldest = rows.map((one) => one.reportedOn).sort()[0] ?? today
    const params = { count: rows.length, answerBy: addDays(oldest, numbers.answerDays) }
    return rows.some((one) => one.isSerious)
      ? says(subject, null, 'block', 'report-serious', params)
      : says(subject, null, 'human', 'report-open', params)
  })
}
