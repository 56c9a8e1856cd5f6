import type { LearnerProfile } from '#db/values/language.ts'
import type { TravelMeans } from '#db/values/newcomers.ts'

/** Numbers that we chose. They are policy and never law: dated, versioned, and stored with every proposal. */
export type MatchingPolicy = {
  version: string
  datedOn: string
  label: 'policy'
  /** Lesson hours for one step up, by learner profile; Alfa steps apart (ruling 15). */
  hoursPerStep: Record<LearnerProfile, number>
  hoursPerAlfaStep: number
  /** Share of lessons attended where none is recorded. */
  usualAttendance: number
  /** A level older than this is shown as aged and still counts. */
  agedAfterMonths: number
  /** Road length over straight line. */
  detour: number
  /** km/h, and minutes lost at the ends (waiting, parking). */
  travel: Record<TravelMeans, { speed: number; extraMinutes: number }>
  /** How much later than planned one may begin where the start is flexible. */
  flexibleStartDays: number
  /** Permille; each side sums to 1000. */
  weights: {
    newcomer: { wish: number; commute: number; learning: number }
    employer: { skills: number; languageMargin: number; experience: number }
  }
  /** Ruling 20, permille: exact occupation, same ISCO unit group, same minor group. */
  wish: { exact: number; unitGroup: number; minorGroup: number }
  /** A near skill (same broader skill) counts this much of a skill, permille. */
  nearSkill: number
  /** Reached exactly what is asked, one step above, two or more; below (only expected) is nothing. */
  languageMargin: readonly [exact: number, oneAbove: number, twoAbove: number]
  /** Months in the same unit group that count as full experience; a minor group counts `minorGroupExperience` permille. */
  fullExperienceMonths: number
  minorGroupExperience: number
  /** A pair below this score is not proposed. */
  leastScore: number
  /** Open proposals that one newcomer has at most, and that one free seat has at most. */
  proposalsPerNewcomer: number
  proposalsPerSeat: number
}

/** The policy in force. Weights are a choice, not fitted to outcomes: there are none yet. */
export const MATCHING_POLICY: MatchingPolicy = {
  version: '2026-11',
  datedOn: '2026-11-01',
  label: 'policy',
  hoursPerStep: { fast: 120, quick: 180, usual: 240, slow: 600 },
  hoursPerAlfaStep: 180,
  usualAttendance: 0.8,
  agedAfterMonths: 24,
  detour: 1.3,
  travel: {
    walk: { speed: 5, extraMinutes: 0 },
    bicycle: { speed: 15, extraMinutes: 0 },
    'public-transport': { speed: 25, extraMinutes: 10 },
    car: { speed: 45, extraMinutes: 5 },
  },
  flexibleStartDays: 61,
  weights: {
    newcomer: { wish: 500, commute: 300, learning: 200 },
    employer: { skills: 500, languageMargin: 300, experience: 200 },
  },
  wish: { exact: 1000, unitGroup: 800, minorGroup: 500 },
  nearSkill: 500,
  languageMargin: [600, 800, 1000],
  fullExperienceMonths: 24,
  minorGroupExperience: 500,
  leastScore: 1,
  proposalsPerNewcomer: 3,
  proposalsPerSeat: 5,
}
