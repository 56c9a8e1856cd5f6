import { addMonths, dayNumber, lastDayOfTerm } from '../calendar.ts'
import { type ContractRecord, countsAsLearning, countsAsUnpaid, grouped, roleKey, roleOf } from './history.ts'
import { inOrder, type Look, says } from './signal.ts'

/** MON-05: paid contracts that ended in a role, whatever the reason, where an unpaid placement runs now: one is enough. */
export const contractsEnded: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.endedContractMonths)
  const running = history.placements.filter(
    (one) => countsAsUnpaid(one) && one.startedOn <= today && (one.endedOn === null || one.endedOn >= today),
  )
  const ended = grouped(
    history.contracts.filter((one) => one.endedOn !== null && one.endedOn >= since && one.endedOn <= today),
    roleKey,
  )
  return [...grouped(running, roleKey).keys()].map((key) => {
    const [subject, role] = roleOf(key)
    const days = (ended.get(key) ?? []).flatMap((one) => (one.endedOn === null ? [] : [one.endedOn])).sort()
    const lastOn = days.at(-1)
    return lastOn === undefined
      ? inOrder(subject, role)
      : says(subject, role, 'human', 'contract-ended-beside', { count: days.length, lastOn })
  })
}

/** MON-06: a paid vacancy withdrawn, and soon after an unpaid or learning place in the same role and place. The shortest time is told. */
export const vacancyReplaced: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const withdrawn = history.vacancies.flatMap((one) =>
    one.isWithdrawn && one.closedOn !== null && one.closedOn <= today ? [{ ...one, closedOn: one.closedOn }] : [],
  )
  const closed = grouped(withdrawn, roleKey)
  const published = history.published.filter(
    (one) => countsAsLearning(one) && one.publishedOn >= since && one.publishedOn <= today,
  )
  return [...grouped(published, roleKey)].map(([key, rows]) => {
    const [subject, role] = roleOf(key)
    const hits = rows
      .flatMap(({ publishedOn }) =>
        (closed.get(key) ?? []).map(({ closedOn: withdrawnOn }) => ({
          days: dayNumber(publishedOn) - dayNumber(withdrawnOn),
          withdrawnOn,
          publishedOn,
        })),
      )
      .filter((one) => one.days >= 0 && one.days <= numbers.replacedVacancyDays)
      .sort((a, b) => a.days - b.days || (a.publishedOn < b.publishedOn ? -1 : 1))
    return hits[0] ? says(subject, role, 'human', 'vacancy-replaced', hits[0]) : inOrder(subject, role)
  })
}

/** A contract that ends just when the subsidy does, or when the six months of the intention are over. */
const revolves = (one: ContractRecord, today: string): boolean => {
  const { endedOn, startedOn, subsidyUntil } = one
  if (endedOn === null || endedOn > today) return false
  if (subsidyUntil !== null && endedOn >= subsidyUntil && endedOn <= addMonths(subsidyUntil, 1)) return true
  return endedOn >= lastDayOfTerm(startedOn, 6) && endedOn <= lastDayOfTerm(startedOn, 7)
}

const newestFirst = (one: ContractRecord, other: ContractRecord): number => {
  if (one.startedOn !== other.startedOn) return one.startedOn < other.startedOn ? 1 : -1
  return one.id < other.id ? -1 : 1
}

/** MON-10: of the last five contracts after a placement; fewer is too little data (ruling 14). */
export const revolvingDoor: Look = (history, { numbers }, today) => {
  const after = history.contracts.filter((one) => one.afterPlacement !== null && one.startedOn <= today)
  return [...grouped(after, (one) => one.establishment)].map(([subject, rows]) => {
    const of = numbers.revolvingOf
    if (rows.length < of)
      return says(subject, null, 'too-little-data', 'too-little-data', { count: rows.length, least: of })
    const last = [...rows].sort(newestFirst).slice(0, of)
    const count = last.filter((one) => revolves(one, today)).length
    return count >= numbers.revolvingHits
      ? says(subject, null, 'human', 'revolving-door', { count, of })
      : inOrder(subject, null)
  })
}
