import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import { type Lists, openBytes, openInts, openLists, openNumbers, openSmall } from './growing.ts'
import { dayOfNextLevel, NEVER, openFreeDays } from './growth.ts'
import { heldLicences } from './licences.ts'
import { meansMask, openPlaces, openReach, type Places, travelOf } from './reach.ts'
import { weekOf } from './week-minutes.ts'
import type { Basis, Words } from './words.ts'

/** May work, by the legal check. */
export const MAY_WORK = { unknown: 0, allowed: 1, refused: 2 } as const

/**
 * Newcomers as columns, in the order in which they were added. Days are day numbers (`dayNumber`), NEVER where none;
 * texts are numbers of the words of the basis; levels are ranks 0..9. "Unknown" is its own value in each column, said there.
 */
export type NewcomerColumns = {
  count: number
  basis: Basis
  ids: string[]
  places: Places
  /** The place now and the place from `nextFrom` on; -1 unknown; `nextFrom` NEVER = no move known, -NEVER = on a day that nobody knows. */
  home: Int32Array
  nextHome: Int32Array
  nextFrom: Int32Array
  means: Uint8Array
  /** -1 unknown. */
  maxMinutes: Float64Array
  /** How far in a straight line: `openReach`; -1 nowhere or unknown. */
  reachKm: Float64Array
  /** Dutch, four skills per newcomer: the rank (-1 unknown), and the day of the next one (growth.ts). */
  rank: Int8Array
  nextRankOn: Int32Array
  /** Other languages: the number of `otherLanguageKey`, and beside each its rank (-1 unknown) and the day of the next. */
  others: Lists
  otherRank: Int8Array
  otherNextRankOn: Int32Array
  /** Infinity and -Infinity where unknown, so that no hours fit. */
  hoursMin: Float64Array
  hoursMax: Float64Array
  /** NEVER = unknown. */
  availableFrom: Int32Array
  mayWork: Uint8Array
  mayWorkFrom: Int32Array
  mayWorkUntil: Int32Array
  /** Bits of licences.ts with what each also allows; -1 unknown. */
  licences: Int32Array
  /** Pairs of minutes of the week (week-minutes.ts); `freeMinutes` -1 where no availability is known. */
  free: Lists
  busy: Lists
  freeMinutes: Int32Array
  /** The own skills and every skill above them: who has the narrower one has the broader one. */
  abilities: Lists
  skillsKnown: Uint8Array
  learningWishes: Lists
  /** Skills of the wanted occupations that are not among the abilities. */
  lacks: Lists
  /** Wanted occupations, and beside each its ISCO code. */
  wishes: Lists
  wishIsco: Int32Array
  /** ISCO codes of what somebody did, and beside each the months. */
  experiences: Lists
  experienceMonths: Int32Array
  /** Pairs: the first ISCO code that is ruled out, and the first after it that is not. */
  noGoIsco: Lists
  noGoEmployers: Lists
}

/** The key of one skill of one other language in `words`. */
export const otherLanguageKey = (words: Words, language: string, skill: LanguageSkill): number =>
  words.numberOf(`language ${language} ${skill}`)

/**
 * Columns that are filled one newcomer at a time, so that nobody has to hold the facts of everybody at once.
 */
export const openNewcomerColumns = (basis: Basis) => {
  const { policy, today, words } = basis
  const ids: string[] = []
  const [home, nextHome, nextFrom] = [openInts(), openInts(), openInts()]
  const [means, maxMinutes, reachKm] = [openBytes(), openNumbers(), openNumbers()]
  const [rank, nextRankOn] = [openSmall(), openInts()]
  const [others, otherRank, otherNextRankOn] = [openLists(), openSmall(), openInts()]
  const [hoursMin, hoursMax, availableFrom] = [openNumbers(), openNumbers(), openInts()]
  const [mayWork, mayWorkFrom, mayWorkUntil] = [openBytes(), openInts(), openInts()]
  const [licences, skillsKnown] = [openInts(), openBytes()]
  const [free, busy, freeMinutes] = [openLists(), openLists(), openInts()]
  const [abilities, learningWishes, lacks] = [openLists(), openLists(), openLists()]
  const [wishes, wishIsco] = [openLists(), openInts()]
  const [experiences, experienceMonths] = [openLists(), openInts()]
  const [noGoIsco, noGoEmployers] = [openLists(), openLists()]
  const places = openPlaces()
  const reachOf = openReach(travelOf(policy))
  const dayOf = openDays()
  const freeDaysBefore = openFreeDays(policy.lessonFree)
  const now = dayNumber(today)
  const { numberOf } = words

  const addLanguages = ({ dutch, courses, otherLanguages }: NewcomerFacts): void => {
    const inDays = courses.map((course) => ({
      course,
      startsOn: dayOf(course.startsOn),
      endsOn: course.endsOn === null ? null : dayOf(course.endsOn),
    }))
    const nextOn = (level: Level | null, skill: LanguageSkill, since: number): number => {
      if (level === null) return NEVER
      const training = inDays.filter(({ course }) => course.skills.includes(skill))
      return dayOfNextLevel(level, training, since, policy, freeDaysBefore)
    }
    for (const skill of LANGUAGE_SKILLS) {
      const has = dutch[skill]
      const level = has?.level ?? null
      rank.push(level === null ? -1 : rankOf(level))
      nextRankOn.push(nextOn(level, skill, has?.assessedOn ? dayOf(has.assessedOn) : now))
    }
    const seen = new Set<number>()
    for (const { language, skill, level } of otherLanguages) {
      const key = otherLanguageKey(words, language, skill)
      if (seen.has(key)) continue
      seen.add(key)
      others.push(key)
      otherRank.push(level === null ? -1 : rankOf(level))
      otherNextRankOn.push(language === 'nld' ? nextOn(level, skill, now) : NEVER)
    }
    others.close()
  }

  const addSkills = (facts: NewcomerFacts): void => {
    const able = new Set<number>()
    for (const { uri, broader } of facts.skills) {
      able.add(numberOf(uri))
      for (const above of broader) able.add(numberOf(above))
    }
    abilities.add(able)
    skillsKnown.push(facts.skillsKnown ? 1 : 0)
    learningWishes.add(new Set(facts.learningWishes.map(numberOf)))
    lacks.add(new Set(facts.skillsOfWishes.map(numberOf).filter((skill) => !able.has(skill))))
  }

  const addWork = (facts: NewcomerFacts): void => {
    for (const { occupationUri, isco } of facts.wishes) {
      wishes.push(numberOf(occupationUri))
      wishIsco.push(Number(isco))
    }
    wishes.close()
    for (const { isco, months } of facts.experiences) {
      experiences.push(Number(isco))
      experienceMonths.push(months)
    }
    experiences.close()
    for (const group of facts.noGo.isco) {
      const width = 10 ** (4 - group.length)
      noGoIsco.push(Number(group) * width)
      noGoIsco.push((Number(group) + 1) * width)
    }
    noGoIsco.close()
    noGoEmployers.add(facts.noGo.employers.map(numberOf))
  }

  const addTimes = (facts: NewcomerFacts): void => {
    const week = weekOf(facts.slots)
    free.add(week.free)
    busy.add(week.busy)
    freeMinutes.push(week.freeMinutes)
    hoursMin.push(facts.hours?.min ?? Number.POSITIVE_INFINITY)
    hoursMax.push(facts.hours?.max ?? Number.NEGATIVE_INFINITY)
    availableFrom.push(facts.availableFrom === null ? NEVER : dayOf(facts.availableFrom))
    const { known, allowed, from, until } = facts.mayWork
    mayWork.push(known ? (allowed ? MAY_WORK.allowed : MAY_WORK.refused) : MAY_WORK.unknown)
    mayWorkFrom.push(from === null ? -NEVER : dayOf(from))
    mayWorkUntil.push(until === null ? NEVER : dayOf(until))
  }

  return {
    add(facts: NewcomerFacts): void {
      ids.push(facts.id)
      home.push(places.numberOf(facts.place))
      const move = facts.futurePlace
      // A move on a day that nobody knows: on no day is it known where the person lives.
      const isUndated = move !== null && move.from === null
      nextHome.push(places.numberOf(isUndated ? null : (move?.place ?? null)))
      nextFrom.push(move === null ? NEVER : move.from === null ? -NEVER : dayOf(move.from))
      const mask = meansMask(facts.travel.means)
      means.push(mask)
      maxMinutes.push(facts.travel.maxMinutes ?? -1)
      reachKm.push(reachOf(mask, facts.travel.maxMinutes))
      licences.push(facts.licences === null ? -1 : heldLicences(facts.licences))
      addLanguages(facts)
      addTimes(facts)
      addSkills(facts)
      addWork(facts)
    },
    done: (): NewcomerColumns => ({
      count: ids.length,
      basis,
      ids,
      places: places.done(),
      home: home.done(),
      nextHome: nextHome.done(),
      nextFrom: nextFrom.done(),
      means: means.done(),
      maxMinutes: maxMinutes.done(),
      reachKm: reachKm.done(),
      rank: rank.done(),
      nextRankOn: nextRankOn.done(),
      others: others.done(),
      otherRank: otherRank.done(),
      otherNextRankOn: otherNextRankOn.done(),
      hoursMin: hoursMin.done(),
      hoursMax: hoursMax.done(),
      availableFrom: availableFrom.done(),
      mayWork: mayWork.done(),
      mayWorkFrom: mayWorkFrom.done(),
      mayWorkUntil: mayWorkUntil.done(),
      licences: licences.done(),
      free: free.done(),
      busy: busy.done(),
      freeMinutes: freeMinutes.done(),
      abilities: abilities.done(),
      skillsKnown: skillsKnown.done(),
      learningWishes: learningWishes.done(),
      lacks: lacks.done(),
      wishes: wishes.done(),
      wishIsco: wishIsco.done(),
      experiences: experiences.done(),
      experienceMonths: experienceMonths.done(),
      noGoIsco: noGoIsco.done(),
      noGoEmployers: noGoEmployers.done(),
    }),
  }
}

/** All at once, for those who hold the facts anyway. */
export const newcomerColumns = (facts: Iterable<NewcomerFacts>, basis: Basis): NewcomerColumns => {
  const columns = openNewcomerColumns(basis)
  for (const one of facts) columns.add(one)
  return columns.done()
}

/** `dayNumber` that works out each day once: the same few days return all the time. */
const openDays = (): ((day: string) => number) => {
  const known = new Map<string, number>()
  return (day) => {
    const before = known.get(day)
    if (before !== undefined) return before
    const number = dayNumber(day)
    known.set(day, number)
    return number
  }
}
