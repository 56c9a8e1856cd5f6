/** The words of the newcomers room. */

/** A person's availability: an axis of its own, never mixed with the state of a proposal or a placement. */
export const AVAILABILITIES = ['in-intake', 'available', 'paused', 'placed', 'sustained', 'withdrawn'] as const
export type Availability = (typeof AVAILABILITIES)[number]

/** Legal check only: the outcome for matching is a boolean with dates (domain.md, section 2). Never shown to an employer. */
export const WORK_RIGHTS = ['free', 'permit-needed', 'asylum-seeker', 'displaced-person', 'none', 'unknown'] as const
export type WorkRight = (typeof WORK_RIGHTS)[number]

/** What a block of the week is used for. */
export const SLOT_KINDS = ['available', 'lesson', 'childcare'] as const
export type SlotKind = (typeof SLOT_KINDS)[number]

export const TRAVEL_MEANS = ['walk', 'bicycle', 'public-transport', 'car'] as const
export type TravelMeans = (typeof TRAVEL_MEANS)[number]

/** How we know that somebody has a skill; stronger proof later in the list. */
export const EVIDENCES = ['self', 'observed', 'tested', 'certificate'] as const
export type Evidence = (typeof EVIDENCES)[number]

/** VUM education levels (matchingsgegevens.nl): 1 primary .. 6 master. Origin of the diploma is never stored. */
export const EDUCATION_LEVELS = [
  'none',
  'primary',
  'lower-secondary',
  'vocational',
  'upper-secondary',
  'bachelor',
  'master',
] as const
export type EducationLevel = (typeof EDUCATION_LEVELS)[number]

export const LICENCES = ['AM', 'A', 'B', 'BE', 'C', 'CE', 'D', 'T', 'forklift', 'vca'] as const
export type Licence = (typeof LICENCES)[number]

/** ISO weekday numbers: 1 Monday .. 7 Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
