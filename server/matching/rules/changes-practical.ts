import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { type Change, change, type Way } from './changes.ts'
import { startOn } from './changes-can.ts'
import type { PositionSlot } from './facts.ts'
import type { GateResult } from './gate-result.ts'
import type { Pair } from './pair.ts'
import { journeyOf, placeOn } from './travel.ts'
import { freeMinutes, openGaps, type Stretch, uncoveredOf, weekFit } from './week.ts'

const onNewcomer = (path: string, value: unknown, op: Change['op'] = 'set') =>
  ({ side: 'newcomer', op, path, value }) as const
const onPosition = (path: string, value: unknown, op: Change['op'] = 'set') =>
  ({ side: 'position', op, path, value }) as const

/** Longer under way, by another means, or a start when the person has moved. */
export const travelWays = (pair: Pair): Way[] => {
  const { newcomer, position, journey, start, policy } = pair
  const max = newcomer.travel.maxMinutes
  if (journey === null || max === null) return []
  const { minutes } = journey
  const ways: Way[] = [
    { who: 'newcomer', changes: [change('travel-longer', { minutes, max }, onNewcomer('travel.maxMinutes', minutes))] },
  ]
  const home = placeOn(newcomer, start)
  for (const means of TRAVEL_MEANS) {
    const other = journeyOf(home, position.place, [means], policy)
    if (newcomer.travel.means.includes(means) || other === null || other.minutes > max) continue
    const params = { means, minutes: other.minutes }
    ways.push({ who: 'newcomer', changes: [change('travel-by', params, onNewcomer('travel.means', means, 'add'))] })
  }
  const moves = newcomer.futurePlace?.from
  if (moves && moves > start) ways.push({ who: 'employer', changes: [startOn(pair, moves)] })
  return ways
}

/** The person wants other hours; or a place without fixed times takes other hours. */
export const hoursWays = ({ newcomer, position }: Pair): Way[] => {
  if (newcomer.hours === null) return []
  const { min, max } = newcomer.hours
  const hours = position.hoursPerWeek
  const isMore = hours > max
  const ways: Way[] = [
    {
      who: 'newcomer',
      changes: [
        isMore
          ? change('work-more', { hours, max }, onNewcomer('hours.max', hours))
          : change('work-less', { hours, min }, onNewcomer('hours.min', hours)),
      ],
    },
  ]
  if (position.slots.length === 0) ways.push({ who: 'employer', changes: [offerHours(hours, isMore ? max : min)] })
  return ways
}

export const offerHours = (instead: number, hours: number): Change =>
  change('offer-hours', { hours, instead }, onPosition('hoursPerWeek', hours))

const at = ({ weekday, from, to }: Stretch): Stretch => ({ weekday, from, to })
const freeTime = (gap: Stretch): Change =>
  change('free-time', at(gap), onNewcomer('slots', { kind: 'available', ...at(gap) }, 'add'))

/** A block less, and the hours of the week that it took. */
export const dropBlock = (slot: PositionSlot, hoursPerWeek: number): Change[] => {
  const hours = hoursPerWeek - (slot.to - slot.from) / 60
  return [change('drop-block', at(slot), onPosition('slots', slot, 'remove')), offerHours(hoursPerWeek, hours)]
}
export const planFreely = (): Change => change('plan-freely', {}, onPosition('slots', []))

/** Fixed times: room is made in the week, or the times may be planned. No fixed times: more free hours, or fewer hours. */
export const weekWays = (pair: Pair, gate: GateResult): Way[] => {
  const { newcomer, position, journey } = pair
  if (position.slots.length === 0) {
    const missing = Math.ceil(position.hoursPerWeek * 60) - freeMinutes(newcomer.slots)
    const free = Math.floor(freeMinutes(newcomer.slots) / 30) / 2
    return [
      { who: 'newcomer', changes: openGaps(newcomer.slots, missing).map(freeTime) },
      { who: 'employer', changes: free > 0 ? [offerHours(position.hoursPerWeek, free)] : [] },
    ]
  }
  const away = journey?.minutes ?? null
  const inTheWay = newcomer.slots.filter((slot) => slot.kind !== 'available')
  const changes = [
    ...uncoveredOf(position.slots, newcomer.slots).map(freeTime),
    // What does not clash is dropped again: the ways are made as small as they can be.
    ...inTheWay.map((slot) =>
      change(slot.kind === 'lesson' ? 'move-lesson' : 'move-childcare', at(slot), onNewcomer('slots', slot, 'remove')),
    ),
  ]
  const clashing = position.slots.filter(
    (slot) => weekFit(newcomer.slots, [slot], position.hoursPerWeek, away).state === 'miss',
  )
  const ways: Way[] = [
    { who: gate.who ?? 'newcomer', changes },
    { who: 'employer', changes: [planFreely()] },
  ]
  const [only] = clashing
  if (only && clashing.length === 1 && position.slots.length > 1)
    ways.push({ who: 'employer', changes: dropBlock(only, position.hoursPerWeek), isWhole: true })
  return ways
}

/** The place begins later, or flexibly; or the person can begin earlier. A place that is over would have to run on. */
export const startWays = ({ newcomer, position, start, latestStart, policy }: Pair): Way[] => {
  const { availableFrom } = newcomer
  if (position.endsOn !== null && position.endsOn < start) {
    const params = { endsOn: start, instead: position.endsOn }
    return [{ who: 'employer', changes: [change('run-longer', params, onPosition('endsOn', start))] }]
  }
  if (availableFrom === null) return []
  const earlier = change(
    'begin-earlier',
    { availableFrom: latestStart, instead: availableFrom },
    onNewcomer('availableFrom', latestStart),
  )
  return [...laterStarts(position, availableFrom, policy), { who: 'newcomer', changes: [earlier] }]
}

/** A start on which somebody may begin who can from `day` on. */
const laterStarts = (position: Pair['position'], day: string, policy: Pair['policy']): Way[] => {
  const first = position.flexibleStart ? addDays(day, -policy.flexibleStartDays) : day
  const ways: Way[] = [{ who: 'employer', changes: [startOn({ position }, first)] }]
  return position.flexibleStart ? ways : [{ who: 'employer', changes: [startFlexibly()] }, ...ways]
}

export const startFlexibly = (): Change => change('start-flexibly', {}, onPosition('flexibleStart', true))

/** A right to work that begins later: a later start. One that is not there, or has ended, nobody here can change. */
export const mayWorkWays = ({ newcomer, position, policy }: Pair, gate: GateResult): Way[] => {
  const { from } = newcomer.mayWork
  return gate.who === 'employer' && from !== null ? laterStarts(position, from, policy) : []
}

/** The person takes the own "no" back. Said to the person and the own coach only, and never as advice. */
export const noGoWays = ({ newcomer, position }: Pair): Way[] => [
  {
    who: 'newcomer',
    changes: [
      ...newcomer.noGo.isco
        .filter((isco) => position.occupation.isco.startsWith(isco))
        .map((isco) => change('lift-no-go-work', { isco }, onNewcomer('noGo.isco', isco, 'remove'))),
      ...newcomer.noGo.employers
        .filter((employer) => employer === position.employerId)
        .map((employer) => change('lift-no-go-employer', {}, onNewcomer('noGo.employers', employer, 'remove'))),
    ],
  },
]

export const safeguardWays = ({ position }: Pair, gate: GateResult): Way[] => [
  {
    who: gate.who ?? 'nobody',
    changes: [change(position.safeguard === 'human' ? 'decide' : 'mend-safeguard', {}, onPosition('safeguard', 'ok'))],
  },
]

export const capacityWays = ({ position }: Pair): Way[] => {
  const seats = position.seatsTaken + 1
  return [{ who: 'employer', changes: [change('add-seat', { seats }, onPosition('seats', seats))] }]
}
