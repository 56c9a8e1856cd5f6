/** Terms of the room of cases. Our policy, not law; stored by version with what was decided under it. */
export const CASE_POLICY = {
  version: 'cases-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** An override of a block lasts no longer than this; after that two people look again. */
  overrideMostMonths: 6,
  /** A signal that was closed is not told again for so many days, unless it is graver or more. */
  quietDays: 90,
  /** The employer answers a provisional finding of an audit within so many days. */
  auditAnswerDays: 21,
  /** A size that was stated differs from what is registered from this share of it on, per cent. */
  sizeDiffersPercent: 20,
  /** An employer hears so many days before that an answer about a workplace is too old; that it is for a start, so many days before the first day. */
  tellsAgingDays: 21,
  tellsStartDays: 7,
} as const

/**
 * Reports without an account: from one network an hour and a day. Wide, since an asylum centre or a factory stands behind one address and what goes wrong
 * there is seen by many. There is no limit by workplace: a real stream of reports is what one wants to hear, so it is shown as one to weigh together.
 * Policy of 2026-11-22.
 */
export const REPORT_LIMITS = {
  network: { most: 30, seconds: 60 * 60 },
  networkADay: { most: 100, seconds: 24 * 60 * 60 },
} as const
/** From this number of reports about one workplace on one day on, officers see them as many, and no longer hear of each. Policy of 2026-11-22. */
export const MANY_REPORTS_A_DAY = 30

/**
 * How long words of a report are kept: what somebody wrote, and the way to reach them, go for good after a term; role, concern and days stay. Ours, not law
 * (AVG art. 5(1)(e) asks for a term and names none); the data protection officer of a municipality may want shorter ones.
 */
export const REPORT_RETENTION = {
  version: 'report-retention-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** After the day on which it was closed, or found to be nothing. */
  closedMonths: 6,
  /** The way to reach somebody, while nobody weighed the report. */
  contactMonths: 3,
  /** After the day of the report, whatever became of it. */
  mostMonths: 24,
} as const
export type ReportRetention = { closedMonths: number; contactMonths: number; mostMonths: number }
