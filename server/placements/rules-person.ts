import type { WorkRight } from '#db/values/newcomers.ts'
import type { PositionType } from '#db/values/positions.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { addDays, addMonths, earlierOf } from '#server/safeguards/rules/calendar.ts'
import type { PersonSafeguardFacts, WeekBlock } from '#server/safeguards/rules/facts.ts'
import { isUnpaidWork } from '#server/safeguards/rules/sets.ts'
import type { StartChecks } from './rules-checks.ts'

/** An earlier placement of the same person, or a paid contract after one. `isHere`: at this employer, or one of its group. */
export type EarlierWork = {
  type: PositionType
  hourlyWageCents: number | null
  isco: string
  isHere: boolean
  startedOn: string
  /** The last day, agreed or real; null = it runs without an agreed end. */
  lastDay: string | null
  /** A contract of its own, after the placement. */
  isContract: boolean
}

/** A role as the monitors read it: the ISCO minor group, since a changed title makes no other work. */
const sameRole = (one: string, other: string): boolean => one.slice(0, 3) === other.slice(0, 3)

const paidWork = (one: EarlierWork): boolean => one.isContract || one.hourlyWageCents !== null

/**
 * What the safeguards read of earlier work, as counts and periods. Our own table of placements and the contracts that followed them is the record
 * (policy of 2026-11-22): what happened outside it is not known here. Whether somebody did the same work here before the table began is only ruled out
 * where the intake names no such work at all; else it is not known.
 *
 * @param start the first day of this placement
 */
export const workBefore = (
  earlier: readonly EarlierWork[],
  experiences: NewcomerFacts['experiences'],
  isco: string,
  start: string,
): Required<Pick<PersonSafeguardFacts, 'workedHere' | 'unpaidPeriods' | 'contracts' | 'participationMonths'>> => {
  const yesterday = addDays(start, -1)
  const before = earlier
    .filter((one) => one.startedOn < start)
    .map((one) => ({ ...one, until: earlierOf(one.lastDay ?? yesterday, yesterday) }))
  const here = before.filter((one) => one.isHere)
  const isKnown = here.some((one) => sameRole(one.isco, isco)) || !experiences.some((one) => sameRole(one.isco, isco))
  return {
    workedHere: isKnown ? here.map((one) => ({ sameRole: sameRole(one.isco, isco), beforeIllness: false })) : null,
    unpaidPeriods: before
      .filter((one) => !one.isContract && isUnpaidWork({ ...one, wageSubsidy: false }))
      .map((one) => ({ sameEmployer: one.isHere, from: one.startedOn, until: one.until })),
    contracts: here.filter(paidWork).map((one) => ({
      from: one.startedOn,
      until: one.until,
      isBbl: one.type === 'APPRENTICESHIP_BBL' && !one.isContract,
    })),
    participationMonths: before
      .filter((one) => !one.isContract && one.type === 'PARTICIPATION_PLACEMENT')
      .reduce((months, one) => months + monthsBegun(one.startedOn, one.until), 0),
  }
}

/** Calendar months that were begun, so that no day of a placement is lost. */
const monthsBegun = (from: string, until: string): number => {
  let months = 0
  while (addMonths(from, months) <= until) months += 1
  return months
}

/**
 * The planned lessons. Not known while nobody recorded a week, or while a course runs whose lessons are in nobody's week.
 * @param start the first day of work
 */
export const lessonsOf = (
  { slots, courses }: Pick<NewcomerFacts, 'slots' | 'courses'>,
  start: string,
): readonly WeekBlock[] | null => {
  const lessons = slots.filter(({ kind }) => kind === 'lesson')
  const isCourseRunning = courses.some(({ endsOn }) => endsOn === null || endsOn >= start)
  if (slots.length === 0 || (lessons.length === 0 && isCourseRunning)) return null
  return lessons.map(({ weekday, from, to }) => ({ weekday, from, to }))
}

/**
 * What is recorded for the rules that go before the general one on the right to work (ruling 2): of a displaced person the notice to UWV and the kind of
 * contract, of an asylum seeker how long somebody waited and the employer's permit. A check of somebody's papers says nothing of a notice. What UWV or IND
 * think of a chance is nothing that we hold.
 *
 * @param right the right to work as recorded; days `YYYY-MM-DD`
 * @param checks what the coach checked for this placement
 */
export const rightRuleOf = (
  right: {
    workRight: WorkRight
    workRightUntil: string | null
    workRightCheckedOn: string | null
    asylumWaitedMonths: number | null
  },
  { noticeOn, contract, permitUntil }: StartChecks,
): Required<Pick<PersonSafeguardFacts, 'rightRule' | 'displaced' | 'asylum'>> => {
  const { workRight, workRightUntil: residenceUntil, workRightCheckedOn: on, asylumWaitedMonths: months } = right
  if (workRight === 'displaced-person')
    return { rightRule: workRight, displaced: { noticeOn, contract, residenceUntil }, asylum: null }
  if (workRight === 'asylum-seeker')
    return {
      rightRule: workRight,
      displaced: null,
      asylum: {
        appliedOn: null,
        waited: months === null || on === null ? null : { months, on },
        permit: permitUntil === null ? null : { until: permitUntil },
        cardChecked: on !== null,
        lowChance: null,
      },
    }
  return { rightRule: null, displaced: null, asylum: null }
}
