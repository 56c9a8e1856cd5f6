import { grouped } from './history.ts'
import { type Look, says } from './signal.ts'

/**
 * MON-12: what anyone reported and nobody closed. A serious one pauses publication until an officer decides. It names no day of a report: a small company
 * would know who reported it; until when the employer can answer stands with the signal.
 */
export const openReports: Look = (history, _policy, today) => {
  const open = history.reports.filter(
    (one) => one.reportedOn <= today && (one.closedOn === null || one.closedOn > today),
  )
  return [...grouped(open, (one) => one.establishment)].map(([subject, rows]) => {
    const params = { count: rows.length }
    return rows.some((one) => one.isSerious)
      ? says(subject, null, 'block', 'report-serious', params)
      : says(subject, null, 'human', 'report-open', params)
  })
}
