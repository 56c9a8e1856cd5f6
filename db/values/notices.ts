/** The words of the notices room: what happened, for whom. */
export const NOTICE_CODES = [
  'proposal-for-you', // newcomer: a coach put a position to you
  'proposal-closed', // newcomer: it is off, softly said
  'employer-accepted', // newcomer, coach
  'employer-refused', // coach
  'newcomer-consented', // employer, coach
  'newcomer-declined', // coach
  'newcomer-wants-to-talk', // coach
  'newcomer-stopped', // coach: the newcomer stopped by their own choice
  'consent-withdrawn', // employer, coach
  'placement-started', // newcomer, employer
  'placement-cancelled', // newcomer, employer
  'follow-up-due', // coach
  'position-approved', // employer
  'position-rejected', // employer
  'decision-asked', // officer
  'position-withheld', // employer: blocked since, and so off the site
  'position-held-up', // employer: not proposed until questions are answered or somebody decides
  'approval-ends', // employer: within 14 days
  'signal-opened', // employer
  'signal-closed', // employer
  'report-made', // officer
  'override-asked', // officer: waits for a second person
  'objection-made', // officer
] as const
export type NoticeCode = (typeof NOTICE_CODES)[number]
