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
  'placement-held-up', // coach, officer, employer: the first day came and something that changed holds it up
  'follow-up-due', // coach
  'yes-held-up', // coach: a newcomer said yes, and the rules did not let it through
  'position-approved', // employer
  'position-rejected', // employer
  'decision-asked', // officer
  'position-withheld', // employer: blocked since, and so off the site
  'position-held-up', // employer: not proposed until questions are answered or somebody decides
  'approval-ends', // employer: within 14 days
  'signal-opened', // employer
  'signal-closed', // employer
  'report-made', // officer
  'cards-many', // officer: somebody of an employer goes through very many candidates
  'override-asked', // officer: waits for a second person
  'objection-made', // officer
  'override-confirmed', // employer, officer; of a start or a longer term: coach, officer
  'override-refused', // as override-confirmed
  'override-outgrown', // employer, officer: something else was sent in than it was for
  'start-decided', // coach: an officer decided about a start or a longer term
  'question-asked', // employer, coach: the officer asks something about a case
  'answer-given', // officer
  'facts-age', // employer: answers about a workplace are soon too old
  'correction-asked', // coach: the newcomer says that something is not right
  'newcomer-erased', // coach: everything about a newcomer is gone; who it was is not said
  'account-changed', // owner: a second step, a card, a link or an address of the account changed
  'account-ends', // owner, staff: nobody signed in for so long that the account goes in 30 days
  'file-opened', // newcomer: somebody opened the file in an emergency
  'coach-changed', // newcomer, coach: somebody else of the municipality is the coach now
  'search-found', // newcomer, coach: there are new positions for a search that they keep
  'data-ends', // newcomer: nothing happened for a year, so everything goes in 30 days
] as const
export type NoticeCode = (typeof NOTICE_CODES)[number]
