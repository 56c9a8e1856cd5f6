import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { SUPPORTS, type Support } from '#db/values/positions.ts'
import { SECTORS, type Sector } from '#db/values/reference.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { type Sieve, TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'
import {
  HOURS_BANDS,
  type HoursBand,
  hoursBetween,
  MUCH_GUIDANCE,
  type PositionOrder,
  START_BANDS,
  type StartBand,
  startsBetween,
} from '#server/search/rules-position-query.ts'

/** What a coach asks of the places for one person: what visitors ask (`PositionQuery`), and the way there by this person's own means. */
export type PlacesQuestion = {
  sector: Sector | null
  hours: HoursBand | null
  paid: boolean | null
  guided: boolean
  start: StartBand | null
  /** The place asks at most this of each skill. */
  dutch: Partial<Record<LanguageSkill, Level>>
  supports: readonly Support[]
  /** One way. */
  minutes: number | null
  order: PositionOrder
}

/** Nothing asked. */
export const EVERY_PLACE: PlacesQuestion = {
  sector: null,
  hours: null,
  paid: null,
  guided: false,
  start: null,
  dutch: {},
  supports: [],
  minutes: null,
  order: 'best',
}

/** An open place as the filters see it, for one person. */
export type OpenPlace = {
  position: PositionFacts
  isPaid: boolean
  publishedAt: Date | null
  /** One way for this person; null = not known. */
  minutes: number | null
}

type Test = (one: OpenPlace) => boolean
const each = <T extends string | number>(values: readonly T[], make: (value: T) => Test): Record<string, Test> =>
  Object.fromEntries(values.map((value) => [String(value), make(value)]))
const sieve = <T extends string | number>(
  field: string,
  asked: T | null,
  values: readonly T[],
  make: (value: T) => Test,
): Sieve<OpenPlace> => ({
  passes: asked === null ? null : make(asked),
  fields: { [field]: each(values, make) },
})

const inHours = (band: HoursBand): Test => {
  const { least, most } = hoursBetween(band)
  return ({ position }) => position.hoursPerWeek >= least && position.hoursPerWeek <= most
}
const inStart = (band: StartBand, today: string): Test => {
  const { first, last } = startsBetween(band, dayNumberOf(today))
  return ({ position }) => {
    const day = dayNumberOf(position.startsOn)
    return (first === null || day >= first) && (last === null || day <= last)
  }
}
const guides: Test = ({ position }) => (position.supervisorHours ?? 0) >= MUCH_GUIDANCE

/**
 * The filters of the places for one person, by the names that visitors' search gives them (`QuestionPart`). They mean what they mean there; a test holds
 * both against each other. `support`: beside each one, how many places offer it and what else is asked. Pure.
 *
 * @param words ids of the places that have the words; null = no words are asked
 * @param today Dutch day
 */
export function placeSieves(
  asked: PlacesQuestion,
  words: ReadonlySet<string> | null,
  today: string,
): Record<string, Sieve<OpenPlace>> {
  const { sector, hours, paid, guided, start, dutch, supports, minutes } = asked
  const offers =
    (wanted: readonly Support[]): Test =>
    ({ position }) =>
      wanted.every((one) => position.supports.includes(one))
  const skills = LANGUAGE_SKILLS.map((skill): [string, Sieve<OpenPlace>] => [
    skill,
    sieve(skill, dutch[skill] ?? null, LEVELS, (level) => ({ position }) => {
      const demand = position.dutch[skill]
      return demand === null || rankOf(demand.level) <= rankOf(level)
    }),
  ])
  return {
    q: { passes: words && (({ position }) => words.has(position.id)) },
    sector: sieve(
      'sector',
      sector,
      SECTORS,
      (one) =>
        ({ position }) =>
          sectorOf(position.occupation.isco) === one,
    ),
    hours: sieve('hours', hours, HOURS_BANDS, inHours),
    near: sieve('minutes', minutes, TRAVEL_MINUTES, (most) => (one) => one.minutes !== null && one.minutes <= most),
    start: sieve('start', start, START_BANDS, (band) => inStart(band, today)),
    paid: sieve(
      'paid',
      paid === null ? null : paid ? 'yes' : 'no',
      ['yes', 'no'],
      (want) => (one) => one.isPaid === (want === 'yes'),
    ),
    guidance: sieve('guidance', guided ? 'much' : null, ['much'], () => guides),
    support: {
      passes: supports.length > 0 ? offers(supports) : null,
      fields: { support: each(SUPPORTS, (one) => offers([...supports, one])) },
    },
    ...Object.fromEntries(skills),
  }
}

/** Which of two places comes first where the coach asks for an order; null = the score decides. Pure. */
export function placeOrder(order: PositionOrder): ((one: OpenPlace, other: OpenPlace) => number) | null {
  const key: Record<PositionOrder, ((one: OpenPlace) => number) | null> = {
    best: null,
    newest: ({ publishedAt }) => -(publishedAt?.getTime() ?? 0),
    start: ({ position }) => dayNumberOf(position.startsOn),
    near: ({ minutes }) => minutes ?? Number.MAX_SAFE_INTEGER,
  }
  const of = key[order]
  return of && ((one, other) => of(one) - of(other))
}
