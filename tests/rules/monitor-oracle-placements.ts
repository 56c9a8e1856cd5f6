import type { ContractRecord } from '#server/safeguards/rules/monitors/history.ts'
import {
  at,
  eachRole,
  endedWithin,
  establishmentsOf,
  here,
  isUnpaid,
  little,
  months,
  ok,
  type Slow,
  termEnd,
} from './monitor-oracle-count.ts'

/** The monitors of placements, slowly. */
export const SLOW_PLACEMENTS = {
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
} satisfies Record<string, Slow>
