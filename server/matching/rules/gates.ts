import {
  LANGUAGE_SKILLS,
  type LanguageSkill,
  type Level,
  type LevelSource,
  type ReferenceLevel,
} from '#db/values/language.ts'
import type { Licence } from '#db/values/newcomers.ts'
import { addDays, earlierOf, laterOf } from '#server/safeguards/rules/calendar.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { isAged, projectedLevel, rankOf, reaches } from './language.ts'
import type { MatchingPolicy } from './policy.ts'
import { type Reason, reason } from './reasons.ts'
import { type Journey, journeyOf, placeOn } from './travel.ts'
import { weekFit } from './week.ts'

export const GATES = [
  'language',
  'licences',
  'travel',
  'hours',
  'week',
  'start',
  'may-work',
  'safeguards',
  'capacity',
] as const
export type Gate = (typeof GATES)[number]

/** Who can change what stands in the way. */
const CHANGERS = ['newcomer', 'employer', 'coach', 'municipality', 'nobody'] as const
export type Changer = (typeof CHANGERS)[number]

export type GateResult = {
  gate: Gate
  state: 'pass' | 'miss' | 'unknown'
  for: Reason[]
  against: Reason[]
  /** Who can change a miss; null when nothing is missed. */
  who: Changer | null
}

/** A pair on a day, with what several gates read worked out once. */
export type Pair = {
  newcomer: NewcomerFacts
  position: PositionFacts
  today: string
  /** The start, or today when that has passed. */
  start: string
  /** The last day on which one may still begin. */
  latestStart: string
  journey: Journey | null
  policy: MatchingPolicy
}

export const startOf = (position: PositionFacts, today: string): string => laterOf(position.startsOn, today)

export const latestStartOf = (position: PositionFacts, today: string, policy: MatchingPolicy): string => {
  const start = startOf(position, today)
  const latest = position.flexibleStart ? addDays(start, policy.flexibleStartDays) : start
  return position.endsOn === null ? latest : earlierOf(latest, position.endsOn)
}

export const pairOf = (
  newcomer: NewcomerFacts,
  position: PositionFacts,
  policy: MatchingPolicy,
  today: string,
): Pair => ({
  newcomer,
  position,
  today,
  start: startOf(position, today),
  latestStart: latestStartOf(position, today, policy),
  journey: journeyOf(placeOn(newcomer, startOf(position, today)), position.place, newcomer.travel.means, policy),
  policy,
})

const pass = (gate: Gate, pro: Reason[] = [], against: Reason[] = []): GateResult => ({
  gate,
  state: 'pass',
  for: pro,
  against,
  who: null,
})
const miss = (gate: Gate, who: Changer, against: Reason[], pro: Reason[] = []): GateResult => ({
  gate,
  state: 'miss',
  for: pro,
  against,
  who,
})
const unknown = (gate: Gate, against: Reason[], pro: Reason[] = []): GateResult => ({
  gate,
  state: 'unknown',
  for: pro,
  against,
  who: null,
})

type Measured = {
  level: Level | null
  reference: ReferenceLevel | null
  source: LevelSource | null
  assessedOn: string | null
}

/** One demand of one language and skill; only Dutch grows with lessons. */
const languageOf = (
  pair: Pair,
  language: string,
  skill: LanguageSkill,
  needed: Level,
  has: Measured | null,
  sink: { for: Reason[]; against: Reason[] },
): GateResult['state'] => {
  const { policy, today } = pair
  const level = has?.level ?? null
  if (has === null || level === null) {
    sink.against.push(
      has?.reference
        ? reason('language-reference', { language, skill, reference: has.reference, needed })
        : reason('language-unknown', { language, skill, needed }),
    )
    return 'unknown'
  }
  const source = has.source
    ? { kind: has.source, ...(has.assessedOn === null ? {} : { on: has.assessedOn }) }
    : undefined
  const note = (): void => {
    if (has.assessedOn !== null && isAged(has.assessedOn, today, policy))
      sink.against.push(reason('language-aged', { language, skill, level, assessedOn: has.assessedOn }, source))
    if (has.source === 'self') sink.against.push(reason('language-own-word', { language, skill, level }, source))
  }
  if (reaches(level, needed)) {
    sink.for.push(reason('language-reached', { language, skill, level, needed }, source))
    note()
    return 'pass'
  }
  let expected = level
  if (language === 'nld') {
    const courses = pair.newcomer.courses.filter((course) => course.skills.includes(skill))
    expected = projectedLevel(level, courses, pair.start, has.assessedOn ?? today, policy)
  }
  if (reaches(expected, needed)) {
    sink.for.push(reason('language-expected', { language, skill, level, expected, needed }, source))
    note()
    return 'pass'
  }
  sink.against.push(reason('language-short', { language, skill, level, expected, needed }, source))
  return 'miss'
}

const languageGate = (pair: Pair): GateResult => {
  const { newcomer, position } = pair
  const sink: { for: Reason[]; against: Reason[] } = { for: [], against: [] }
  const states = new Set<GateResult['state']>()
  for (const skill of LANGUAGE_SKILLS) {
    const demand = position.dutch[skill]
    if (demand === null || rankOf(demand.level) === 0) continue
    states.add(languageOf(pair, 'nld', skill, demand.level, newcomer.dutch[skill], sink))
  }
  for (const { language, skill, level } of position.otherLanguages) {
    if (rankOf(level) === 0) continue
    const known = newcomer.otherLanguages.find((one) => one.language === language && one.skill === skill)
    const has = known ? { level: known.level, reference: null, source: null, assessedOn: null } : null
    states.add(languageOf(pair, language, skill, level, has, sink))
  }
  if (states.has('miss')) return miss('language', 'newcomer', sink.against, sink.for)
  if (states.has('unknown')) return unknown('language', sink.against, sink.for)
  return pass('language', sink.for, sink.against)
}

/** What a licence also allows: policy 2026-11, kept to what is common knowledge. */
const ALSO: Partial<Record<Licence, readonly Licence[]>> = {
  A: ['AM'],
  B: ['AM'],
  BE: ['B', 'AM'],
  C: ['B', 'AM'],
  CE: ['C', 'BE', 'B', 'AM'],
  D: ['B', 'AM'],
}

const licencesGate = ({ newcomer, position }: Pair): GateResult => {
  const { licences } = newcomer
  if (position.licences.length === 0) return pass('licences')
  if (licences === null)
    return unknown(
      'licences',
      position.licences.map((licence) => reason('licence-unknown', { licence })),
    )
  const has = (needed: Licence): boolean => licences.some((one) => one === needed || ALSO[one]?.includes(needed))
  const present = position.licences.filter(has).map((licence) => reason('licence-present', { licence }))
  const missing = position.licences
    .filter((licence) => !has(licence))
    .map((licence) => reason('licence-missing', { licence }))
  return missing.length > 0 ? miss('licences', 'newcomer', missing, present) : pass('licences', present)
}

const travelGate = ({ newcomer, journey }: Pair): GateResult => {
  const max = newcomer.travel.maxMinutes
  if (journey === null || max === null) return unknown('travel', [reason('travel-unknown', {})])
  const params = { minutes: journey.minutes, max, means: journey.means }
  return journey.minutes <= max
    ? pass('travel', [reason('travel-within', params)])
    : miss('travel', 'newcomer', [reason('travel-too-far', params)])
}

const hoursGate = ({ newcomer, position }: Pair): GateResult => {
  const hours = position.hoursPerWeek
  if (newcomer.hours === null) return unknown('hours', [reason('hours-unknown', { hours })])
  const { min, max } = newcomer.hours
  return hours >= min && hours <= max
    ? pass('hours', [reason('hours-fit', { hours, min, max })])
    : miss('hours', 'newcomer', [reason('hours-differ', { hours, min, max })])
}

const weekGate = ({ newcomer, position, journey }: Pair): GateResult => {
  const fit = weekFit(newcomer.slots, position.slots, position.hoursPerWeek, journey?.minutes ?? null)
  if (fit.state === 'pass') return pass('week', [reason('week-fits', {})])
  if (fit.state === 'unknown') return unknown('week', [reason('week-unknown', {})])
  if (fit.state === 'too-little')
    return miss('week', 'newcomer', [reason('week-too-little', { free: fit.free, needed: position.hoursPerWeek })])
  // Lessons and childcare are arranged with the coach; the person's own free hours are the person's.
  const who = fit.clashes.every((clash) => clash.with === 'not-available') ? 'newcomer' : 'coach'
  return miss(
    'week',
    who,
    fit.clashes.map((clash) => reason('week-clash', clash)),
  )
}

const startGate = ({ newcomer, position, start, latestStart }: Pair): GateResult => {
  if (position.endsOn !== null && position.endsOn < start)
    return miss('start', 'employer', [reason('start-over', { endsOn: position.endsOn })])
  const { availableFrom } = newcomer
  if (availableFrom === null) return unknown('start', [reason('start-unknown', { startsOn: start })])
  return availableFrom <= latestStart
    ? pass('start', [reason('start-fits', { startsOn: start, availableFrom })])
    : miss('start', 'employer', [reason('start-too-early', { startsOn: start, availableFrom })])
}

const mayWorkGate = ({ newcomer, position, start, latestStart, today }: Pair): GateResult => {
  const { known, allowed, from, until } = newcomer.mayWork
  if (!known) return unknown('may-work', [reason('may-work-unknown', {})])
  if (!allowed) return miss('may-work', 'nobody', [reason('may-work-not', {})])
  if (from !== null && from > latestStart)
    return miss('may-work', 'employer', [reason('may-work-later', { from, startsOn: start })])
  if (until !== null && until < today) return miss('may-work', 'nobody', [reason('may-work-ended', { until })])
  // Renewal is usual: an end before the start is a question for the coach, one during the place a note (DSP-22).
  const ends = until === null ? [] : [reason('may-work-ends', { until })]
  if (until !== null && until < start) return unknown('may-work', [reason('may-work-unknown', {}), ...ends])
  return pass('may-work', [], until !== null && (position.endsOn === null || until < position.endsOn) ? ends : [])
}

const safeguardsGate = ({ position }: Pair): GateResult => {
  if (position.safeguard === 'human') return miss('safeguards', 'municipality', [reason('safeguards-waiting', {})])
  if (position.safeguard === 'block') return miss('safeguards', 'employer', [reason('safeguards-blocked', {})])
  return pass('safeguards')
}

const capacityGate = ({ position: { seats, seatsTaken } }: Pair): GateResult =>
  seats > seatsTaken ? pass('capacity') : miss('capacity', 'employer', [reason('seats-full', { seats })])

const CHECKS: Record<Gate, (pair: Pair) => GateResult> = {
  language: languageGate,
  licences: licencesGate,
  travel: travelGate,
  hours: hoursGate,
  week: weekGate,
  start: startGate,
  'may-work': mayWorkGate,
  safeguards: safeguardsGate,
  capacity: capacityGate,
}
/** The gates that say no most often for the least work come first; the answer does not depend on the order. */
const QUICK_ORDER: readonly Gate[] = [
  'safeguards',
  'capacity',
  'travel',
  'hours',
  'may-work',
  'start',
  'licences',
  'language',
  'week',
]

/** Every gate of a pair, none left out: a miss does not hide the next one. */
export const gatesOf = (pair: Pair): GateResult[] => GATES.map((gate) => CHECKS[gate](pair))

/** Whether every gate passes: the same checks, stopping at the first that does not. */
export const allPass = (pair: Pair): boolean => QUICK_ORDER.every((gate) => CHECKS[gate](pair).state === 'pass')
