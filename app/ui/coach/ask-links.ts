import type { Ask } from '#server/matching/rules/asks.ts'
import type { IntakeSection } from './intake-sections.ts'

/** The part of the intake where a missing fact is filled in; what is missing of the place is for the employer. */
const SECTION: Record<Exclude<Ask, 'workplace'>, IntakeSection> = {
  'language-level': 'language',
  licences: 'skills',
  skills: 'skills',
  home: 'basics',
  'move-day': 'basics',
  'move-place': 'basics',
  'travel-means': 'practical',
  'travel-most': 'practical',
  hours: 'practical',
  week: 'practical',
  start: 'practical',
  'may-work': 'practical',
}

/** Where a coach fills in what is asked; null when it is not the coach who can. */
export const askLink = (newcomerId: string, ask: Ask): string | null =>
  ask === 'workplace' ? null : `/coach/deelnemers/${newcomerId}/intake/${SECTION[ask]}`
