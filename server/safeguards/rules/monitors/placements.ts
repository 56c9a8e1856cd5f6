import { addDays, addMonths, dayNumber, lastDayOfTerm, laterOf } from '../calendar.ts'
import {
  countsAsTrial,
  countsAsUnpaid,
  grouped,
  type History,
  type PlacementRecord,
  roleKey,
  roleOf,
} from './history.ts'
import { inOrder, isAbove, isBelow, type Look, says } from './signal.ts'

type Ended = PlacementRecord & { endedOn: string }

const isEndedIn =
  (since: string, today: string) =>
  (one: PlacementRecord): one is Ended =>
    one.endedOn !== null && one.endedOn >= since && one.endedOn <= today

/** Days on which somebody was hired, per role and place. */
const hiresBy = (history: History, today: string): Map<string, string[]> =>
  new Map(
    [
      ...grouped(
        history.contracts.filter((one) => one.startedOn <= today),
        roleKey,
      ),
    ].map(([key, rows]) => [key, rows.map((one) => one.startedOn)]),
  )

/**
 * MON-01: ended unpaid placements in one role and place within the window, since the last hire there. Running ones do not count; a hire on the
 * last day of a placement is its result.
 */
export const serialUnpaid: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const hires = hiresBy(history, today)
  const ended = history.placements.filter(countsAsUnpaid).filter(isEndedIn(since, today))
  return [...grouped(ended, roleKey)].map(([key, rows]) => {
    const [subject, role] = roleOf(key)
    const lastHire = (hires.get(key) ?? []).reduce(laterOf, '')
    const count = rows.filter((one) => one.endedOn > lastHire).length
    if (count < numbers.serialWarn) return inOrder(subject, role)
    const outcome = count >= numbers.serialBlock ? 'block' : 'warn'
    return says(subject, role, outcome, 'serial-unpaid', { count, months: numbers.windowMonths })
  })
}

/** MON-02: the shortest time between the end of an unpaid placement and the next start in the same role and place, with no hire between. */
export const backToBack: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const hires = hiresBy(history, today)
  const unpaid = history.placements.filter((one) => countsAsUnpaid(one) && one.startedOn <= today)
  return [...grouped(unpaid, roleKey)].map(([key, rows]) => {
    const [subject, role] = roleOf(key)
    const ends = rows.flatMap((one) => (one.endedOn === null ? [] : [one.endedOn])).sort()
    const hired = hires.get(key) ?? []
    const gaps = rows.flatMap(({ startedOn }) => {
      const before = ends.filter((end) => end < startedOn).at(-1)
      if (startedOn < since || before === undefined) return []
      if (hired.some((on) => on >= before && on <= startedOn)) return []
      return [dayNumber(startedOn) - dayNumber(before)]
    })
    const days = Math.min(...gaps)
    return days < numbers.backToBackDays
      ? says(subject, role, 'human', 'back-to-back', { days, least: numbers.backToBackDays })
      : inOrder(subject, role)
  })
}

/**
 * MON-04: lasting contracts within a month after the end, per place and instrument; ended a month ago at least, or nobody can know. A contract with
 * another branch counts as well.
 */
export const flowThrough: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const lasting = grouped(
    history.contracts.filter(
      (one) =>
        one.startedOn <= today &&
        (one.endsOn === null || one.endsOn >= lastDayOfTerm(one.startedOn, numbers.flowContractMonths)),
    ),
    (one) => one.afterPlacement ?? '',
  )
  const isFlow = (one: Ended) =>
    (lasting.get(one.id) ?? []).some((contract) => contract.startedOn <= addMonths(one.endedOn, 1))
  const ended = history.placements
    .filter((one) => countsAsTrial(one) || one.type === 'WORK_EXPERIENCE')
    .filter(isEndedIn(since, today))
    .filter((one) => addMonths(one.endedOn, 1) <= today)
  return [...grouped(ended, (one) => roleKey({ ...one, role: one.type }))].map(([key, rows]) => {
    const [subject, type] = roleOf(key)
    const of = rows.length
    if (of < numbers.flowLeast)
      return says(subject, type, 'too-little-data', 'too-little-data', { count: of, least: numbers.flowLeast })
    const count = rows.filter(isFlow).length
    const signal = (outcome: 'warn' | 'human' | 'block', least: number) =>
      says(subject, type, outcome, 'flow-through', { count, of, least })
    if (type === 'WORK_EXPERIENCE')
      return isBelow(count, of, numbers.flowExperienceWarnPercent)
        ? signal('warn', numbers.flowExperienceWarnPercent)
        : inOrder(subject, type)
    if (isBelow(count, of, numbers.flowTrialBlockPercent)) return signal('block', numbers.flowTrialBlockPercent)
    if (isBelow(count, of, numbers.flowTrialHumanPercent)) return signal('human', numbers.flowTrialHumanPercent)
    return inOrder(subject, type)
  })
}

/** MON-08: placements that the employer ended before their term, of all that ended. */
export const earlyStops: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const ended = history.placements.filter(isEndedIn(since, today))
  return [...grouped(ended, (one) => one.establishment)].map(([subject, rows]) => {
    const of = rows.length
    if (of < numbers.earlyStopLeast)
      return says(subject, null, 'too-little-data', 'too-little-data', { count: of, least: numbers.earlyStopLeast })
    const count = rows.filter((one) => one.stoppedBy === 'employer').length
    return isBelow(count, of, numbers.earlyStopPercent)
      ? inOrder(subject, null)
      : says(subject, null, 'human', 'stopped-early', { count, of, most: numbers.earlyStopPercent })
  })
}

/** MON-09: reports and practice certificates in time, and goals reached; each says its own. */
export const learningDelivered: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const isLate = (dueOn: string, doneOn: string | null) =>
    dueOn >= since && (doneOn ?? today) > addDays(dueOn, numbers.reportLateDays)
  return [
    ...grouped(
      history.placements.filter((one) => one.startedOn <= today),
      (one) => one.establishment,
    ),
  ].map(([subject, rows]) => {
    const reports = rows.filter((one) => one.report !== null && isLate(one.report.dueOn, one.report.doneOn)).length
    const certificates = rows.filter(
      (one) =>
        one.type === 'PRACTICAL_LEARNING' &&
        one.endedOn !== null &&
        one.endedOn <= today &&
        isLate(one.endedOn, one.certificateOn),
    ).length
    const judged = rows
      .filter(isEndedIn(since, today))
      .flatMap((one) => (one.goals !== null && one.goals.set > 0 ? [one.goals] : []))
    const set = judged.reduce((sum, one) => sum + one.set, 0)
    const reached = judged.reduce((sum, one) => sum + one.reached, 0)
    // The gravest first: one result per place, and what else there is shows again once it is settled.
    if (judged.length >= numbers.goalsLeast && isBelow(reached, set, numbers.goalsPercent))
      return says(subject, null, 'human', 'goals-missed', { count: reached, of: set, least: numbers.goalsPercent })
    const days = numbers.reportLateDays
    if (reports > 0) return says(subject, null, 'warn', 'report-late', { count: reports, days })
    if (certificates > 0) return says(subject, null, 'warn', 'certificate-late', { count: certificates, days })
    return judged.length < numbers.goalsLeast
      ? says(subject, null, 'too-little-data', 'too-little-data', { count: judged.length, least: numbers.goalsLeast })
      : inOrder(subject, null)
  })
}

/** MON-11: trials that were extended past the normal term, of all that began in the window. */
export const extensions: Look = (history, { numbers }, today) => {
  const since = addMonths(today, -numbers.windowMonths)
  const isExtended = (one: PlacementRecord) =>
    one.endsOn !== null &&
    one.firstEndsOn !== null &&
    one.endsOn > one.firstEndsOn &&
    one.endsOn > lastDayOfTerm(one.startedOn, numbers.extensionNormalMonths)
  const trials = history.placements.filter(
    (one) =>
      (one.type === 'TRIAL_PLACEMENT' || one.type === 'UWV_TRIAL_PLACEMENT') &&
      one.startedOn >= since &&
      one.startedOn <= today,
  )
  return [...grouped(trials, (one) => one.establishment)].map(([subject, rows]) => {
    const of = rows.length
    if (of < numbers.extensionLeast)
      return says(subject, null, 'too-little-data', 'too-little-data', { count: of, least: numbers.extensionLeast })
    const count = rows.filter(isExtended).length
    return isAbove(count, of, numbers.extensionPercent)
      ? says(subject, null, 'warn', 'extended-often', { count, of, most: numbers.extensionPercent })
      : inOrder(subject, null)
  })
}
