import type { RunCertificate, RunNumbers, Spread } from '#db/values/matching.ts'
import { LEAST_SHOWN } from '#server/insight/rules.ts'

/** Counts of people in a run; null = suppressed. */
export type ShownPeople = {
  newcomers: number | null
  eligible: number | null
  covered: number | null
  coverable: number | null
  /** Days of waiting of those who have a proposal, and of those who fit somewhere and have none. */
  waitingCovered: Middle | null
  waitingLeft: Middle | null
}

/** The ends of a spread of people are single persons: they stay out. */
type Middle = Pick<Spread, 'lower' | 'middle' | 'upper'>
const middleOf = ({ lower, middle, upper }: Spread): Middle => ({ lower, middle, upper })

/** Whether the difference of two counts would tell of a group too small to show. Nobody at all tells nothing of anybody. */
const tells = (more: number, fewer: number): boolean => more - fewer > 0 && more - fewer < LEAST_SHOWN

/**
 * Hides small counts of people (ruling 26), and a count from which a small one could be worked out by taking it from another that is shown.
 */
export const shownPeople = (
  numbers: Pick<RunNumbers, 'newcomers' | 'eligible' | 'covered' | 'coverable' | 'waitingCovered' | 'waitingLeft'>,
): ShownPeople => {
  const { newcomers, eligible, covered, coverable } = numbers
  const left = eligible - covered
  const unlessSmall = (count: number, ...others: number[]): number | null =>
    count < LEAST_SHOWN || others.some((other) => tells(Math.max(count, other), Math.min(count, other))) ? null : count
  return {
    newcomers: unlessSmall(newcomers),
    eligible: unlessSmall(eligible, newcomers),
    covered: unlessSmall(covered, eligible, newcomers),
    coverable: coverable === null ? null : unlessSmall(coverable, covered, eligible, newcomers),
    waitingCovered: covered < LEAST_SHOWN ? null : middleOf(numbers.waitingCovered),
    waitingLeft: left < LEAST_SHOWN ? null : middleOf(numbers.waitingLeft),
  }
}

/** A change of a count of people between two runs; null where it would tell of a few, or where one of the two is not shown. */
export const shownChange = (now: number | null, before: number | null): number | null => {
  if (now === null || before === null) return null
  return tells(Math.max(now, before), Math.min(now, before)) ? null : now - before
}

/** What a run promises to come within of the best (matching.md, section 0). Policy 2026-11: ours. */
const LEAST_RATIO = 0.9999

/** Whether a certificate proves as much as a run promises. */
export const isNearBest = ({ ratio, exact }: Pick<RunCertificate, 'ratio' | 'exact'>): boolean =>
  exact || ratio >= LEAST_RATIO
