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
  /** Days without lessons, first and last included, in every school region. A course that gives lessons then grows a little faster than expected. */
  lessonFree: readonly { from: string; to: string }[]
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
  /** A component of the score counts as met from this value on, permille. */
  metFrom: number
  /** Counts of people below this are not told to employers (ruling 26). */
  fewestTold: number
  /** A pair below this score is not proposed. 0: whoever passes every gate may be, beginners above all. */
  leastScore: number
  /** Open proposals that one newcomer has at most, and that one free seat has at most. */
  proposalsPerNewcomer: number
  proposalsPerSeat: number
  /** What a newcomer's first proposal is worth beside its score: enough that nobody goes without for the sake of another's third. */
  coverageBonus: number
  /** On top of it for each full month of waiting, up to a most, so that where room is short the longest waiting come first. */
  waitingBonus: { perMonth: number; most: number }
  /**
   * Two who would rather have each other by more than this many points, and could without taking anybody's only proposal, are put before the coach
   * (matching.md, section 0 item 3 and 3b); and so many of one newcomer at most.
   */
  blocking: { material: number; perNewcomer: number }
  /** Pairs up to which an allocation is finished exactly after the auction; beyond, it is within one point per proposal of the best. */
  exactPairs: number
  /** Open positions that the page of one newcomer looks at, the nearest first, since travel decides most; and those among which skills are sought. */
  nearest: { lookedAt: number; forSkills: number }
  /** Hours a week that an employer is asked to think of asking less. */
  hoursLess: number
}

/**
 * The policy in force. A number never changes under its version: `tests/rules/policy-versions.test.ts` holds a hash of each version, and a run refuses a
 * version that Postgres knows with other numbers. So: another number, another version. Weights are a choice, not fitted to outcomes: there are none yet. */
export const MATCHING_POLICY: MatchingPolicy = {
  version: '2026-12.2',
  datedOn: '2026-11-22',
  label: 'policy',
  hoursPerStep: { fast: 120, quick: 180, usual: 240, slow: 600 },
  hoursPerAlfaStep: 180,
  // Christmas, first week of May and the summer weeks that the three school regions share; read from school pages, to be
  // checked against the yearly list of the ministry of education.
  lessonFree: [
    { from: '2025-12-20', to: '2026-01-04' },
    { from: '2026-04-25', to: '2026-05-03' },
    { from: '2026-07-18', to: '2026-08-16' },
    { from: '2026-12-19', to: '2027-01-03' },
    { from: '2027-04-24', to: '2027-05-02' },
    { from: '2027-07-24', to: '2027-08-22' },
  ],
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
  metFrom: 500,
  fewestTold: 10,
  leastScore: 0,
  proposalsPerNewcomer: 3,
  proposalsPerSeat: 5,
  coverageBonus: 5000,
  waitingBonus: { perMonth: 10, most: 240 },
  blocking: { material: 100, perNewcomer: 3 },
  // A country of the design has 3.5 million, which takes a second or two more; what is beyond was not measured.
  exactPairs: 6_000_000,
  nearest: { lookedAt: 400, forSkills: 150 },
  hoursLess: 4,
}
