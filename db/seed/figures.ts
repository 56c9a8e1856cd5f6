import type { Level } from '#db/values/language.ts'
import type { PositionType } from '#db/values/positions.ts'

/**
 * What made-up people and places are drawn from. Marked S where a source gives the order of magnitude (domain.md, section 7), else our own
 * guess of 2026-11. None of it is a claim about real people, and origin is not among it: only languages.
 */

/** ISCO-08 prefix, weight among positions, weight among experience and wishes. Positions: open vacancies by sector, S (CBS 80472ned). */
export const OCCUPATION_GROUPS: readonly (readonly [isco: string, positions: number, newcomers: number])[] = [
  ['5321', 9, 6],
  ['5322', 8, 5],
  ['531', 4, 5],
  ['711', 7, 6],
  ['712', 7, 7],
  ['713', 3, 4],
  ['931', 4, 5],
  ['741', 8, 5],
  ['721', 3, 3],
  ['722', 2, 2],
  ['723', 4, 6],
  ['9333', 8, 7],
  ['8344', 3, 2],
  ['8332', 4, 3],
  ['8322', 3, 6],
  ['8331', 3, 2],
  ['911', 7, 6],
  ['9122', 1, 2],
  ['512', 5, 7],
  ['513', 3, 4],
  ['941', 4, 5],
  ['751', 3, 4],
  ['611', 3, 2],
  ['921', 2, 2],
  ['5223', 4, 7],
  ['9334', 4, 3],
  ['351', 3, 4],
  ['753', 1, 4],
  ['815', 1, 2],
  ['514', 1, 4],
  ['9329', 4, 4],
  ['4226', 1, 2],
  ['4110', 2, 4],
]

/** First languages, ISO 639-3. */
export const FIRST_LANGUAGES: readonly (readonly [string, number])[] = [
  ['apc', 26],
  ['ara', 14],
  ['tir', 15],
  ['tur', 9],
  ['prs', 7],
  ['kmr', 7],
  ['ukr', 4],
  ['pes', 4],
  ['som', 4],
  ['pus', 3],
  ['rus', 2],
  ['fra', 2],
  ['spa', 2],
  ['eng', 1],
]
export const ARABIC = ['apc', 'ara']

/** Spoken Dutch on the way to work: most between A1 and B1. */
export const DUTCH_SPEAKING: readonly (readonly [Level, number])[] = [
  ['none', 7],
  ['A1', 29],
  ['A2', 37],
  ['B1', 22],
  ['B2', 5],
]

export const PAID_TYPES: readonly (readonly [PositionType, number])[] = [
  ['REGULAR_JOB', 22],
  ['START_JOB', 11],
  ['APPRENTICESHIP_BBL', 14],
  ['WAGE_SUBSIDISED_JOB', 5],
  ['SECONDMENT', 3],
  ['PRACTICAL_LEARNING', 6],
]
export const UNPAID_TYPES: readonly (readonly [PositionType, number])[] = [
  ['WORK_EXPERIENCE', 13],
  ['TRIAL_PLACEMENT', 9],
  ['UWV_TRIAL_PLACEMENT', 5],
  ['PARTICIPATION_PLACEMENT', 3],
  ['WAGE_VALUE_TRIAL', 2],
  ['Z_ROUTE_PARTICIPATION', 2],
  ['SOCIETAL_PARTICIPATION', 2],
  ['VOLUNTEER', 3],
]
/** The demo has at least 15 of 40 unpaid, so that the safeguards have work (domain.md, section 7). */
export const UNPAID_SHARE = 0.4
