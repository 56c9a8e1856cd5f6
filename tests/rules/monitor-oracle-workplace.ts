import type { ContractRecord } from '#server/safeguards/rules/monitors/history.ts'
import {
  at,
  eachRole,
  establishmentsOf,
  here,
  isLearning,
  isUnpaid,
  little,
  months,
  ok,
  type Slow,
  termEnd,
  written,
} from './monitor-oracle-count.ts'

/** The monitors of hours, contracts, vacancies and reports of a workplace, slowly. */
export const SLOW_WORKPLACE = {
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
  'MON-12': (history, today, say) => {
    for (const subject of establishmentsOf(history)) {
      const open = history.reports.filter(
        (one) => one.establishment === subject && one.reportedOn <= today && (one.closedOn ?? '9') > today,
      )
      if (open.length === 0) continue
      say(subject, null, `${open.some((one) => one.isSerious) ? 'block' : 'human'} ${open.length}`)
    }
  },
} satisfies Record<string, Slow>
