import { lastDayOfQuarter } from '../market.ts'
import { countsAsLearning, grouped, type HoursRecord, roleKey, roleOf } from './history.ts'
import { inOrder, type Look, says } from './signal.ts'

/** Hours to the tenth, so that sums of hours compare exactly. */
const tenths = (hours: number): number => Math.round(hours * 10)
const sumOf = (rows: readonly number[]): number => rows.reduce((sum, one) => sum + one, 0)

/**
 * MON-03: hours of unpaid and learning placements that run now, against the paid hours of the establishment. One is always allowed (ruling 14).
 * Where a part of the paid hours is not stated there is too little data.
 */
export const learningRatio: Look = (history, { numbers }, today) => {
  const running = history.placements.filter(
    (one) => countsAsLearning(one) && one.startedOn <= today && (one.endedOn === null || one.endedOn >= today),
  )
  const sizes = grouped(history.sizes, (one) => one.establishment)
  return [...grouped(running, (one) => one.establishment)].map(([subject, rows]) => {
    if (rows.length === 1) return says(subject, null, 'ok', 'learning-only-one', {})
    const stated = (sizes.get(subject) ?? []).map((one) => one.paidHours)
    if (stated.length === 0 || stated.includes(null))
      return says(subject, null, 'too-little-data', 'too-little-data', { count: 0, least: 1 })
    const part = sumOf(rows.map((one) => tenths(one.hoursPerWeek)))
    const whole = sumOf(stated.map((one) => tenths(one ?? 0)))
    const signal = (outcome: 'human' | 'block', most: number) =>
      says(subject, null, outcome, 'learning-ratio', { hours: part / 10, paidHours: whole / 10, most })
    if (part * 100 > whole * numbers.ratioBlockPercent) return signal('block', numbers.ratioBlockPercent)
    if (part * 100 > whole * numbers.ratioHumanPercent) return signal('human', numbers.ratioHumanPercent)
    return inOrder(subject, null)
  })
}

const numberOf = (quarter: string): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1

/** Rows of one role and quarter are one figure: establishments of a company are added up. */
const byQuarter = (rows: readonly HoursRecord[]) =>
  [...grouped(rows, (one) => one.quarter)]
    .map(([quarter, same]) => ({
      quarter,
      paid: sumOf(same.map((one) => tenths(one.paid))),
      unpaid: sumOf(same.map((one) => tenths(one.unpaid))),
    }))
    .sort((a, b) => numberOf(a.quarter) - numberOf(b.quarter))

/**
 * MON-07: the last three quarters that are over, one after the other, each with fewer paid hours than the last, together by an fte of 36 hours, while
 * unpaid hours rose and never fell (ruling 14).
 */
export const shrinkingHours: Look = (history, { numbers }, today) => {
  const over = history.hours.filter((one) => lastDayOfQuarter(one.quarter) <= today)
  return [...grouped(over, roleKey)].map(([key, rows]) => {
    const [subject, role] = roleOf(key)
    const [first, second, third] = byQuarter(rows).slice(-3)
    if (!first || !second || !third || numberOf(third.quarter) - numberOf(first.quarter) !== 2)
      return says(subject, role, 'too-little-data', 'too-little-data', { count: byQuarter(rows).length, least: 3 })
    const fall = first.paid - third.paid
    const isFalling = second.paid < first.paid && third.paid < second.paid && fall >= tenths(numbers.shrinkHours)
    const isRising = second.unpaid >= first.unpaid && third.unpaid >= second.unpaid && third.unpaid > first.unpaid
    return isFalling && isRising
      ? says(subject, role, 'human', 'hours-shrink', { hours: fall / 10, from: first.quarter, until: third.quarter })
      : inOrder(subject, role)
  })
}
