import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { askedSkillsOf, type PositionFacts } from '#server/matching/rules/facts.ts'
import { latestStartOf, startOf } from '#server/matching/rules/gates.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import { type Lists, openBytes, openInts, openLists, openNumbers, openSmall } from './growing.ts'
import { askedLicences } from './licences.ts'
import { otherLanguageKey } from './newcomer-columns.ts'
import { openPlaces, type Places } from './reach.ts'
import { stretchOf } from './week-minutes.ts'
import type { Basis } from './words.ts'

/** Positions as columns, in the order in which they were added; days, texts and levels as in `NewcomerColumns`. */
export type PositionColumns = {
  count: number
  basis: Basis
  ids: string[]
  /** What no newcomer can change, 1 = in order: free seats, the safeguards, and an end not before the start. */
  hasRoom: Uint8Array
  isSafe: Uint8Array
  isAhead: Uint8Array
  places: Places
  /** -1 unknown. */
  place: Int32Array
  employer: Int32Array
  /** The start (today where that has passed), and the last day on which one may begin. */
  start: Int32Array
  latestStart: Int32Array
  hoursPerWeek: Float64Array
  /** Pairs of minutes of the week. */
  slots: Lists
  /** Dutch, four skills per position: the rank that is asked, 0 = no demand. */
  needed: Int8Array
  /** Other languages: the number of `otherLanguageKey`, and beside each the rank that is asked. */
  others: Lists
  otherNeeded: Int8Array
  /** Bits of licences.ts. */
  licences: Int32Array
  required: Lists
  /** Skills that the score asks about, and for each the broader ones: `askedBroader` is a list per item of `asked`. */
  asked: Lists
  askedBroader: Lists
  taught: Lists
  taughtBroader: Lists
  occupation: Int32Array
  isco: Int32Array
}

type Asked = PositionFacts['neededSkills']

/** As `openNewcomerColumns`, for positions. */
export const openPositionColumns = (basis: Basis) => {
  const { policy, today, words } = basis
  const ids: string[] = []
  const [place, employer] = [openInts(), openInts()]
  const [hasRoom, isSafe, isAhead] = [openBytes(), openBytes(), openBytes()]
  const [start, latestStart, hoursPerWeek, slots] = [openInts(), openInts(), openNumbers(), openLists()]
  const [needed, others, otherNeeded] = [openSmall(), openLists(), openSmall()]
  const [licences, required] = [openInts(), openLists()]
  const [asked, askedBroader] = [openLists(), openLists()]
  const [taught, taughtBroader] = [openLists(), openLists()]
  const [occupation, isco] = [openInts(), openInts()]
  const places = openPlaces()
  const { numberOf } = words

  const addSkills = (list: Asked, skills: typeof asked, broader: typeof asked): void => {
    for (const one of list) {
      skills.push(numberOf(one.uri))
      broader.add(one.broader.map(numberOf))
    }
    skills.close()
  }

  return {
    add(facts: PositionFacts): void {
      ids.push(facts.id)
      place.push(places.numberOf(facts.place))
      employer.push(numberOf(facts.employerId))
      const startsOn = startOf(facts, today)
      hasRoom.push(facts.seats > facts.seatsTaken ? 1 : 0)
      isSafe.push(facts.safeguard === 'human' || facts.safeguard === 'block' ? 0 : 1)
      isAhead.push(facts.endsOn !== null && facts.endsOn < startsOn ? 0 : 1)
      start.push(dayNumber(startsOn))
      latestStart.push(dayNumber(latestStartOf(facts, today, policy)))
      hoursPerWeek.push(facts.hoursPerWeek)
      slots.add(facts.slots.flatMap(stretchOf))
      for (const skill of LANGUAGE_SKILLS) needed.push(rankOf(facts.dutch[skill]?.level ?? 'none'))
      for (const { language, skill, level } of facts.otherLanguages) {
        if (rankOf(level) === 0) continue
        others.push(otherLanguageKey(words, language, skill))
        otherNeeded.push(rankOf(level))
      }
      others.close()
      licences.push(askedLicences(facts.licences))
      required.add(facts.requiredSkills.map((one) => numberOf(one.uri)))
      addSkills(askedSkillsOf(facts), asked, askedBroader)
      addSkills(facts.taughtSkills, taught, taughtBroader)
      occupation.push(numberOf(facts.occupation.uri))
      isco.push(Number(facts.occupation.isco))
    },
    done: (): PositionColumns => ({
      count: ids.length,
      basis,
      ids,
      hasRoom: hasRoom.done(),
      isSafe: isSafe.done(),
      isAhead: isAhead.done(),
      places: places.done(),
      place: place.done(),
      employer: employer.done(),
      start: start.done(),
      latestStart: latestStart.done(),
      hoursPerWeek: hoursPerWeek.done(),
      slots: slots.done(),
      needed: needed.done(),
      others: others.done(),
      otherNeeded: otherNeeded.done(),
      licences: licences.done(),
      required: required.done(),
      asked: asked.done(),
      askedBroader: askedBroader.done(),
      taught: taught.done(),
      taughtBroader: taughtBroader.done(),
      occupation: occupation.done(),
      isco: isco.done(),
    }),
  }
}

/** All at once. */
export const positionColumns = (facts: Iterable<PositionFacts>, basis: Basis): PositionColumns => {
  const columns = openPositionColumns(basis)
  for (const one of facts) columns.add(one)
  return columns.done()
}
