import type { ContractRecord, History, PlacementRecord } from '#server/safeguards/rules/monitors/history.ts'
import type { DecisionRecord } from '#server/safeguards/rules/monitors/overrides.ts'
import type { LookId } from '#server/safeguards/rules/monitors/table.ts'

/**
 * The monitors once more, slowly and by other means: every pair of rows against every other, days counted one by one with the language's own dates,
 * thresholds as fractions. Written from the table of the catalogue and ruling 14, not from the rules.
 */
export type Said = Record<string, string>

const DAY = 86_400_000
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY
const written = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
const dateOf = (day: string): number => Number(day.slice(8))

/** So many months later, or the last day of that month: found by walking. */
const months = (day: string, count: number): string => {
  let found = ''
  for (let one = at(day) + count * 31 - (count > 0 ? 80 : -80); ; one += count > 0 ? 1 : -1) {
    const text = written(one)
    if (monthOf(text) === monthOf(day) + count && dateOf(text) <= dateOf(day) && text > found) found = text
    if (found !== '' && (count > 0 ? monthOf(text) > monthOf(day) + count : monthOf(text) < monthOf(day) + count))
      return found
  }
}
/** The last day before the same day of the month, so many months later: found by walking. */
const termEnd = (start: string, count: number): string => {
  let day = at(start)
  const isInside = (text: string) =>
    monthOf(text) < monthOf(start) + count || (monthOf(text) === monthOf(start) + count && dateOf(text) < dateOf(start))
  while (isInside(written(day + 1))) day += 1
  return written(day)
}

const UNPAID = [
  'UWV_TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'WAGE_VALUE_TRIAL',
  'WORK_EXPERIENCE',
  'PARTICIPATION_PLACEMENT',
]
const isUnpaid = (one: { type: string; isPaid: boolean }) =>
  UNPAID.includes(one.type) || (one.type === 'PRACTICAL_LEARNING' && !one.isPaid)
const isLearning = (one: { type: string; isPaid: boolean }) =>
  isUnpaid(one) || ['PRACTICAL_LEARNING', 'APPRENTICESHIP_BBL', 'INTERNSHIP'].includes(one.type)

const establishmentsOf = (history: History): string[] => [
  ...new Set(
    Object.values(history).flatMap((rows: readonly { establishment: string }[]) =>
      rows.map((row) => row.establishment),
    ),
  ),
]
const rolesOf = (history: History): string[] => [
  ...new Set(
    [...history.placements, ...history.contracts, ...history.vacancies, ...history.published, ...history.hours].map(
      (one) => one.role,
    ),
  ),
]
const ok = 'ok'
const little = 'too-little-data'

type Slow = (
  history: History,
  today: string,
  say: (subject: string, about: string | null, said: string) => void,
) => void

const endedWithin = (rows: readonly PlacementRecord[], since: string, today: string) =>
  rows.filter((one) => one.endedOn !== null && one.endedOn >= since && one.endedOn <= today)

const eachRole = (history: History, of: (subject: string, role: string) => void) => {
  for (const subject of establishmentsOf(history)) for (const role of rolesOf(history)) of(subject, role)
}
const here = <T extends { establishment: string; role: string }>(
  rows: readonly T[],
  subject: string,
  role: string,
): T[] => rows.filter((one) => one.establishment === subject && one.role === role)

const SLOW: Record<LookId, Slow> = {
  'MON-01': (history, today, say) =>
    eachRole(history, (subject, role) => {
      const ended = endedWithin(here(history.placements, subject, role).filter(isUnpaid), months(today, -24), today)
      if (ended.length === 0) return
      const hires = here(history.contracts, subject, role)
      const count = ended.filter(
        (one) => !hires.some((hire) => hire.startedOn >= (one.endedOn ?? '') && hire.startedOn <= today),
      ).length
      say(subject, role, count >= 3 ? `block ${count}` : count === 2 ? 'warn 2' : ok)
    }),
  'MON-02': (history, today, say) =>
    eachRole(history, (subject, role) => {
      const unpaid = here(history.placements, subject, role).filter((one) => isUnpaid(one) && one.startedOn <= today)
      if (unpaid.length === 0) return
      let least = Number.POSITIVE_INFINITY
      for (const next of unpaid)
        for (const last of unpaid) {
          const end = last.endedOn
          if (end === null || end >= next.startedOn || next.startedOn < months(today, -24)) continue
          // Only the last that ended before this start.
          if (unpaid.some((one) => one.endedOn !== null && one.endedOn > end && one.endedOn < next.startedOn)) continue
          const isHired = here(history.contracts, subject, role).some(
            (one) => one.startedOn >= end && one.startedOn <= next.startedOn && one.startedOn <= today,
          )
          if (!isHired) least = Math.min(least, at(next.startedOn) - at(end))
        }
      say(subject, role, least < 90 ? `human ${least}` : ok)
    }),
  'MON-03': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const running = history.placements.filter(
        (one) =>
          one.establishment === subject && isLearning(one) && one.startedOn <= today && (one.endedOn ?? '9') >= today,
      )
      if (running.length === 0) continue
      const sizes = history.sizes.filter((one) => one.establishment === subject)
      let part = 0
      for (const one of running) part += one.hoursPerWeek * 10
      let whole = 0
      for (const one of sizes) whole += (one.paidHours ?? 0) * 10
      if (running.length === 1) say(subject, null, 'ok one')
      else if (sizes.length === 0 || sizes.some((one) => one.paidHours === null)) say(subject, null, little)
      else if (Math.round(part) * 5 > Math.round(whole)) say(subject, null, 'block')
      else say(subject, null, Math.round(part) * 10 > Math.round(whole) ? 'human' : ok)
    }
  },
  'MON-04': (history, today, say) => {
    for (const subject of establishmentsOf(history))
      for (const type of ['UWV_TRIAL_PLACEMENT', 'TRIAL_PLACEMENT', 'WAGE_VALUE_TRIAL', 'WORK_EXPERIENCE']) {
        const ended = endedWithin(
          history.placements.filter((one) => one.establishment === subject && one.type === type),
          months(today, -24),
          today,
        ).filter((one) => months(one.endedOn ?? '', 1) <= today)
        if (ended.length === 0) continue
        if (ended.length < 3) {
          say(subject, type, little)
          continue
        }
        const isLasting = (one: ContractRecord) => one.endsOn === null || one.endsOn >= termEnd(one.startedOn, 6)
        const hired = ended.filter((one) =>
          history.contracts.some(
            (contract) =>
              contract.afterPlacement === one.id &&
              contract.startedOn <= today &&
              contract.startedOn <= months(one.endedOn ?? '', 1) &&
              isLasting(contract),
          ),
        ).length
        const isUnder = (percent: number) => hired * 100 < percent * ended.length
        if (type === 'WORK_EXPERIENCE') say(subject, type, isUnder(33) ? 'warn' : ok)
        else say(subject, type, isUnder(25) ? 'block' : isUnder(50) ? 'human' : ok)
      }
  },
  'MON-05': (history, today, say) =>
    eachRole(history, (subject, role) => {
      const isActive = here(history.placements, subject, role).some(
        (one) => isUnpaid(one) && one.startedOn <= today && (one.endedOn ?? '9') >= today,
      )
      if (!isActive) return
      const ended = here(history.contracts, subject, role).filter(
        (one) => one.endedOn !== null && one.endedOn >= months(today, -12) && one.endedOn <= today,
      )
      say(subject, role, ended.length > 0 ? `human ${ended.length}` : ok)
    }),
  'MON-06': (history, today, say) =>
    eachRole(history, (subject, role) => {
      const published = here(history.published, subject, role).filter(
        (one) => isLearning(one) && one.publishedOn >= months(today, -24) && one.publishedOn <= today,
      )
      if (published.length === 0) return
      let least = Number.POSITIVE_INFINITY
      for (const place of published)
        for (const one of here(history.vacancies, subject, role)) {
          if (!one.isWithdrawn || one.closedOn === null || one.closedOn > today) continue
          const days = at(place.publishedOn) - at(one.closedOn)
          if (days >= 0 && days <= 90) least = Math.min(least, days)
        }
      say(subject, role, least <= 90 ? `human ${least}` : ok)
    }),
  'MON-07': (history, today, say) =>
    eachRole(history, (subject, role) => {
      const isOver = (quarter: string) => {
        const month = Number(quarter.slice(6)) * 3
        return (
          written(
            at(
              month === 12
                ? `${Number(quarter.slice(0, 4)) + 1}-01-01`
                : `${quarter.slice(0, 4)}-${String(month + 1).padStart(2, '0')}-01`,
            ) - 1,
          ) <= today
        )
      }
      const rows = here(history.hours, subject, role).filter((one) => isOver(one.quarter))
      if (rows.length === 0) return
      const quarters = [...new Set(rows.map((one) => one.quarter))].sort().reverse()
      const sum = (quarter: string | undefined, of: 'paid' | 'unpaid') =>
        rows.filter((one) => one.quarter === quarter).reduce((total, one) => total + Math.round(one[of] * 10), 0)
      const [last, middle, first] = quarters
      const before = (quarter: string) =>
        quarter.endsWith('1')
          ? `${Number(quarter.slice(0, 4)) - 1}-Q4`
          : `${quarter.slice(0, 6)}${Number(quarter.slice(6)) - 1}`
      if (!last || !middle || !first || middle !== before(last) || first !== before(middle)) {
        say(subject, role, little)
        return
      }
      const falls = sum(first, 'paid') > sum(middle, 'paid') && sum(middle, 'paid') > sum(last, 'paid')
      const fall = sum(first, 'paid') - sum(last, 'paid')
      const rises =
        sum(first, 'unpaid') <= sum(middle, 'unpaid') &&
        sum(middle, 'unpaid') <= sum(last, 'unpaid') &&
        sum(first, 'unpaid') !== sum(last, 'unpaid')
      say(subject, role, falls && rises && fall >= 360 ? `human ${fall / 10}` : ok)
    }),
  'MON-08': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const ended = endedWithin(
        history.placements.filter((one) => one.establishment === subject),
        months(today, -24),
        today,
      )
      if (ended.length === 0) continue
      const stopped = ended.filter((one) => one.stoppedBy === 'employer').length
      say(subject, null, ended.length < 5 ? little : stopped * 10 >= ended.length * 4 ? `human ${stopped}` : ok)
    }
  },
  'MON-09': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const rows = history.placements.filter((one) => one.establishment === subject && one.startedOn <= today)
      if (rows.length === 0) continue
      const since = months(today, -24)
      const isLate = (due: string, done: string | null) => due >= since && at(done ?? today) - at(due) > 42
      const judged = endedWithin(rows, since, today).filter((one) => (one.goals?.set ?? 0) > 0)
      let set = 0
      let reached = 0
      for (const one of judged) {
        set += one.goals?.set ?? 0
        reached += one.goals?.reached ?? 0
      }
      const late = rows.filter((one) => one.report && isLate(one.report.dueOn, one.report.doneOn)).length
      const papers = rows.filter(
        (one) =>
          one.type === 'PRACTICAL_LEARNING' &&
          one.endedOn &&
          one.endedOn <= today &&
          isLate(one.endedOn, one.certificateOn),
      ).length
      if (judged.length >= 3 && reached * 2 < set) say(subject, null, 'human')
      else if (late > 0) say(subject, null, `warn reports ${late}`)
      else if (papers > 0) say(subject, null, `warn papers ${papers}`)
      else say(subject, null, judged.length < 3 ? little : ok)
    }
  },
  'MON-10': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const after = history.contracts.filter(
        (one) => one.establishment === subject && one.afterPlacement !== null && one.startedOn <= today,
      )
      if (after.length === 0) continue
      if (after.length < 5) {
        say(subject, null, little)
        continue
      }
      // The last five: those with fewer than five later ones.
      const isLater = (one: ContractRecord, other: ContractRecord) =>
        one.startedOn > other.startedOn || (one.startedOn === other.startedOn && one.id < other.id)
      const last = after.filter((one) => after.filter((other) => isLater(other, one)).length < 5)
      const hits = last.filter((one) => {
        if (one.endedOn === null || one.endedOn > today) return false
        const atSubsidy =
          one.subsidyUntil !== null && one.endedOn >= one.subsidyUntil && one.endedOn <= months(one.subsidyUntil, 1)
        return atSubsidy || (one.endedOn >= termEnd(one.startedOn, 6) && one.endedOn <= termEnd(one.startedOn, 7))
      }).length
      say(subject, null, hits >= 2 ? `human ${hits}` : ok)
    }
  },
  'MON-11': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const trials = history.placements.filter(
        (one) =>
          one.establishment === subject &&
          ['TRIAL_PLACEMENT', 'UWV_TRIAL_PLACEMENT'].includes(one.type) &&
          one.startedOn >= months(today, -24) &&
          one.startedOn <= today,
      )
      if (trials.length === 0) continue
      const longer = trials.filter(
        (one) =>
          one.firstEndsOn !== null &&
          one.endsOn !== null &&
          one.endsOn > one.firstEndsOn &&
          one.endsOn > termEnd(one.startedOn, 2),
      ).length
      say(subject, null, trials.length < 5 ? little : longer * 10 > trials.length * 3 ? `warn ${longer}` : ok)
    }
  },
  'MON-12': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const open = history.reports.filter(
        (one) => one.establishment === subject && one.reportedOn <= today && (one.closedOn ?? '9') > today,
      )
      if (open.length === 0) continue
      say(subject, null, `${open.some((one) => one.isSerious) ? 'block' : 'human'} ${open.length}`)
    }
  },
}

/** What the slow monitor says, by subject and role. */
export const slowly = (monitor: LookId, history: History, today: string): Said => {
  const said: Said = {}
  SLOW[monitor](history, today, (subject, about, text) => {
    said[`${subject} ${about ?? ''}`] = text
  })
  return said
}

/** MON-15 with sums of squared differences instead of the short formula. */
export const slowOverrides = (
  decisions: readonly DecisionRecord[],
  by: 'officer' | 'employer',
  today: string,
): Said => {
  const decided = decisions.filter((one) => one.decidedOn >= months(today, -12) && one.decidedOn <= today)
  const who = [...new Set(decided.map((one) => one[by]))]
  const counts = who.map((one) => decided.filter((row) => row[by] === one && row.isOverride).length)
  const n = who.length
  const sum = counts.reduce((total, one) => total + one, 0)
  const spread = counts.reduce((total, one) => total + (n * one - sum) ** 2, 0)
  return Object.fromEntries(
    who.map((one, index) => {
      const above = n * (counts[index] ?? 0) - sum
      const isFar = above > 0 && n * above ** 2 > 4 * spread
      return [`${one} ${by}`, n < 6 ? little : isFar ? `warn ${counts[index]}` : ok]
    }),
  )
}
