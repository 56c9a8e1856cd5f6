import { type GateResult, miss, pass, unknown } from './gate-result.ts'
import type { Pair } from './pair.ts'
import { type Reason, reason } from './reasons.ts'
import { journeyOf } from './travel.ts'
import { weekFit } from './week.ts'

/** A note on a journey that is fine now: during the place the person moves, and then it takes too long, or nobody knows how long. */
const afterMove = ({ newcomer, position, start, policy }: Pair, max: number): Reason[] => {
  const { futurePlace, travel } = newcomer
  if (futurePlace === null || futurePlace.from === null || futurePlace.from <= start) return []
  if (position.endsOn !== null && futurePlace.from > position.endsOn) return []
  if (futurePlace.place === null) return [reason('travel-after-move-unknown', { from: futurePlace.from })]
  const later = journeyOf(futurePlace.place, position.place, travel.means, policy)
  if (later === null || later.minutes <= max) return []
  return [reason('travel-after-move', { from: futurePlace.from, minutes: later.minutes, max, means: later.means })]
}

export const travelGate = (pair: Pair): GateResult => {
  const { newcomer, journey } = pair
  const max = newcomer.travel.maxMinutes
  if (journey === null || max === null) return unknown('travel', [reason('travel-unknown', {})])
  const params = { minutes: journey.minutes, max, means: journey.means }
  return journey.minutes <= max
    ? pass('travel', [reason('travel-within', params)], afterMove(pair, max))
    : miss('travel', 'newcomer', [reason('travel-too-far', params)])
}

export const hoursGate = ({ newcomer, position }: Pair): GateResult => {
  const hours = position.hoursPerWeek
  if (newcomer.hours === null) return unknown('hours', [reason('hours-unknown', { hours })])
  const { min, max } = newcomer.hours
  return hours >= min && hours <= max
    ? pass('hours', [reason('hours-fit', { hours, min, max })])
    : miss('hours', 'newcomer', [reason('hours-differ', { hours, min, max })])
}

export const weekGate = ({ newcomer, position, journey }: Pair): GateResult => {
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

export const startGate = ({ newcomer, position, start, latestStart }: Pair): GateResult => {
  if (position.endsOn !== null && position.endsOn < start)
    return miss('start', 'employer', [reason('start-over', { endsOn: position.endsOn })])
  const { availableFrom } = newcomer
  if (availableFrom === null) return unknown('start', [reason('start-unknown', { startsOn: start })])
  return availableFrom <= latestStart
    ? pass('start', [reason('start-fits', { startsOn: start, availableFrom })])
    : miss('start', 'employer', [reason('start-too-early', { startsOn: start, availableFrom })])
}

export const mayWorkGate = ({ newcomer, position, start, latestStart, today }: Pair): GateResult => {
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

/** The person's own "no", to a kind of work or to an employer. It wins over every wish. */
export const noGoGate = ({ newcomer, position }: Pair): GateResult => {
  const { isco, employers } = newcomer.noGo
  const against = isco
    .filter((group) => position.occupation.isco.startsWith(group))
    .map((group) => reason('no-go-work', { isco: group }))
  if (employers.includes(position.employerId)) against.push(reason('no-go-employer', {}))
  return against.length === 0 ? pass('no-go') : miss('no-go', 'newcomer', against)
}

export const safeguardsGate = ({ position }: Pair): GateResult => {
  if (position.safeguard === 'human') return miss('safeguards', 'municipality', [reason('safeguards-waiting', {})])
  if (position.safeguard === 'block') return miss('safeguards', 'employer', [reason('safeguards-blocked', {})])
  return pass('safeguards')
}

export const capacityGate = ({ position: { seats, seatsTaken } }: Pair): GateResult =>
  seats > seatsTaken ? pass('capacity') : miss('capacity', 'employer', [reason('seats-full', { seats })])
