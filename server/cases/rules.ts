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
} as const

/** Reports without an account: from one network an hour and a day, and about one workplace a day. Policy of 2026-11-22. */
export const REPORT_LIMITS = {
  network: { most: 5, seconds: 60 * 60 },
  networkADay: { most: 15, seconds: 24 * 60 * 60 },
  establishment: { most: 30, seconds: 24 * 60 * 60 },
} as const
