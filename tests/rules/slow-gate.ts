import { LANGUAGE_SKILLS, LEVELS, type Level } from '#db/values/language.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { Gate } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'

/**
 * The gates once more, written apart from the engine and as slow as you like: minute by minute, day by day, with the
 * platform's calendar. It shares the policy's numbers and nothing else.
 */
type State = 'pass' | 'miss' | 'unknown'
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const later = (a: string, b: string): string => (ms(a) < ms(b) ? b : a)
/** No beats a question, and a question beats a yes. */
const worst = (states: State[]): State =>
  states.includes('miss') ? 'miss' : states.includes('unknown') ? 'unknown' : 'pass'
const when = (passes: boolean): State => (passes ? 'pass' : 'miss')

/** Where the person lives on a day; null = not known. */
const homeOn = ({ place, futurePlace: move }: NewcomerFacts, day: string): NewcomerFacts['place'] => {
  if (move && move.from === null) return null
  return move?.from && ms(move.from) <= ms(day) ? move.place : place
}

const minutesBetween = (newcomer: NewcomerFacts, position: PositionFacts, start: string): number | null => {
  const home = homeOn(newcomer, start)
  if (!home || !position.place || newcomer.travel.means.length === 0) return null
  const r = Math.PI / 180
  const vector = ({ lat, lon }: { lat: number; lon: number }): [number, number, number] => [
    Math.cos(lat * r) * Math.cos(lon * r),
    Math.cos(lat * r) * Math.sin(lon * r),
    Math.sin(lat * r),
  ]
  const [a, b] = [vector(home), vector(position.place)]
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
  const km = 2 * 6371.0088 * Math.asin(chord / 2) * policy.detour
  const all = newcomer.travel.means.map(
    (means) => (60 * km) / policy.travel[means].speed + policy.travel[means].extraMinutes,
  )
  return Math.ceil(Math.min(...all) - 1e-7)
}

const FREE = policy.lessonFree.map(({ from, to }) => [ms(from), ms(to)] as const)
const isFree = (at: number): boolean => FREE.some(([from, to]) => at >= from && at <= to)

/** Steps up that lessons give, day by day. */
const stepsOf = (newcomer: NewcomerFacts, skill: string, rank: number, from: string, start: string): number => {
  let steps = 0
  const courses = newcomer.courses.filter((one) => (one.skills as string[]).includes(skill))
  if (courses.length === 0) return 0
  const end = ms(start)
  const terms = courses.map((course) => ({
    course,
    first: ms(course.startsOn),
    last: ms(course.endsOn ?? '9999-12-31'),
  }))
  for (let at = ms(from); at < end; at += 86400000) {
    if (isFree(at)) continue
    for (const { course, first, last } of terms) {
      if (at < first || at > last) continue
      const perStep = rank < 3 ? policy.hoursPerAlfaStep : policy.hoursPerStep[course.profile]
      steps += (course.hoursPerWeek * (course.attendance ?? policy.usualAttendance)) / 7 / perStep
    }
  }
  return steps
}

const language = (newcomer: NewcomerFacts, position: PositionFacts, start: string, today: string): State =>
  worst([
    ...LANGUAGE_SKILLS.map((skill): State => {
      const needed = LEVELS.indexOf(position.dutch[skill]?.level ?? 'none')
      if (needed === 0) return 'pass'
      const has = newcomer.dutch[skill]
      if (!has?.level) return 'unknown'
      const rank = LEVELS.indexOf(has.level)
      if (rank >= needed) return 'pass'
      return when(rank + 1 === needed && stepsOf(newcomer, skill, rank, has.assessedOn ?? today, start) >= 1 - 1e-6)
    }),
    ...position.otherLanguages.map((asked): State => {
      if (asked.level === 'none') return 'pass'
      const has = newcomer.otherLanguages.find((one) => one.language === asked.language && one.skill === asked.skill)
      if (!has?.level) return 'unknown'
      return when(LEVELS.indexOf(has.level) >= LEVELS.indexOf(asked.level))
    }),
  ])

const WEEK = 10080
/** Each minute of somebody's week: free, and taken by lessons or childcare. */
const minutesOf = (slots: NewcomerFacts['slots']): { free: Uint8Array; busy: Uint8Array } => {
  const [free, busy] = [new Uint8Array(WEEK), new Uint8Array(WEEK)]
  for (const slot of slots) {
    const day = (slot.weekday - 1) * 1440
    for (let m = day + slot.from; m < day + slot.to; m += 1) (slot.kind === 'available' ? free : busy)[m] = 1
  }
  return { free, busy }
}
const drawn = new WeakMap<NewcomerFacts['slots'], ReturnType<typeof minutesOf>>()

const week = (newcomer: NewcomerFacts, position: PositionFacts, travel: number | null): State => {
  const { free, busy } = drawn.get(newcomer.slots) ?? minutesOf(newcomer.slots)
  drawn.set(newcomer.slots, { free, busy })
  if (!free.includes(1)) return 'unknown'
  if (position.slots.length === 0) {
    let minutes = 0
    for (let m = 0; m < WEEK; m += 1) if (free[m] && !busy[m]) minutes += 1
    return when(minutes >= position.hoursPerWeek * 60)
  }
  return worst(
    position.slots.map((slot): State => {
      const day = (slot.weekday - 1) * 1440
      for (let m = day + slot.from; m < day + slot.to; m += 1) if (!free[m] || busy[m]) return 'miss'
      if (travel === null) return busy.subarray(day, day + 1440).includes(1) ? 'unknown' : 'pass'
      for (let m = day + slot.from - travel; m < day + slot.to + travel; m += 1)
        if (busy[(m + WEEK) % WEEK]) return 'miss'
      return 'pass'
    }),
  )
}

const INCLUDES: Record<string, string> = { A: 'AM', B: 'AM', BE: 'AM B', C: 'AM B', CE: 'AM B BE C', D: 'AM B' }

const licences = (newcomer: NewcomerFacts, position: PositionFacts): State => {
  if (position.licences.length === 0) return 'pass'
  if (newcomer.licences === null) return 'unknown'
  const all = newcomer.licences.flatMap((one) => [one, ...(INCLUDES[one] ?? '').split(' ')])
  return when(position.licences.every((one) => (all as string[]).includes(one)))
}

const skills = (newcomer: NewcomerFacts, position: PositionFacts): State => {
  const can = newcomer.skills.flatMap((one) => [one.uri, ...one.broader])
  if (position.requiredSkills.every((one) => can.includes(one.uri))) return 'pass'
  return newcomer.skillsKnown ? 'miss' : 'unknown'
}

const mayWork = ({ mayWork: right }: NewcomerFacts, start: string, latest: number, today: string): State => {
  if (!right.known) return 'unknown'
  if (!right.allowed || (right.from !== null && ms(right.from) > latest)) return 'miss'
  if (right.until === null || ms(right.until) >= ms(start)) return 'pass'
  return ms(right.until) < ms(today) ? 'miss' : 'unknown'
}

/** The state of every gate of a pair. */
export const slowStates = (newcomer: NewcomerFacts, position: PositionFacts, today: string): Record<Gate, State> => {
  const start = later(position.startsOn, today)
  const isOver = position.endsOn !== null && ms(position.endsOn) < ms(start)
  let latest = ms(start) + (position.flexibleStart ? policy.flexibleStartDays * 86400000 : 0)
  if (position.endsOn !== null) latest = Math.min(latest, ms(position.endsOn))
  const travel = minutesBetween(newcomer, position, start)
  const { hours, availableFrom } = newcomer
  const most = newcomer.travel.maxMinutes
  return {
    language: language(newcomer, position, start, today),
    licences: licences(newcomer, position),
    skills: skills(newcomer, position),
    travel: travel === null || most === null ? 'unknown' : when(travel <= most),
    hours: hours === null ? 'unknown' : when(hours.min <= position.hoursPerWeek && position.hoursPerWeek <= hours.max),
    week: week(newcomer, position, travel),
    start: isOver ? 'miss' : availableFrom === null ? 'unknown' : when(ms(availableFrom) <= latest),
    'may-work': mayWork(newcomer, start, latest, today),
    'no-go': when(
      !newcomer.noGo.employers.includes(position.employerId) &&
        !newcomer.noGo.isco.some((group) => position.occupation.isco.slice(0, group.length) === group),
    ),
    safeguards: when(position.safeguard === 'ok' || position.safeguard === 'warn'),
    capacity: when(position.seats > position.seatsTaken),
  }
}

/** What a journey that is fine at the start notes of the days after it, day by day until the place ends (or for a year). */
export const slowMoveNote = (newcomer: NewcomerFacts, position: PositionFacts, today: string): string | null => {
  const start = later(position.startsOn, today)
  const end = position.endsOn === null ? ms(start) + 366 * 86400000 : ms(position.endsOn)
  for (let at = ms(start); at <= end; at += 86400000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (homeOn(newcomer, day) === null) return 'travel-after-move-unknown'
    const minutes = minutesBetween(newcomer, position, day)
    if (minutes !== null && minutes > (newcomer.travel.maxMinutes ?? 0)) return 'travel-after-move'
  }
  return null
}

export const slowlyPasses = (newcomer: NewcomerFacts, position: PositionFacts, today: string): boolean =>
  worst(Object.values(slowStates(newcomer, position, today))) === 'pass'

/** The score once more, written apart: plain sums over plain lists (ruling 20). */
export const slowScore = (newcomer: NewcomerFacts, position: PositionFacts, today: string) => {
  const { wish, nearSkill, languageMargin, weights } = policy
  const { isco, uri } = position.occupation
  const share = (sum: number, of: number): number => Math.round(sum / of)
  const wished = Math.max(
    0,
    ...newcomer.wishes.map((one) =>
      one.occupationUri === uri
        ? wish.exact
        : one.isco === isco
          ? wish.unitGroup
          : one.isco.slice(0, 3) === isco.slice(0, 3)
            ? wish.minorGroup
            : 0,
    ),
  )
  const minutes = minutesBetween(newcomer, position, later(position.startsOn, today))
  const most = newcomer.travel.maxMinutes
  const commute =
    minutes === null || most === null || minutes > most
      ? 0
      : most === 0
        ? 1000
        : Math.round(1000 - (1000 * minutes) / most)
  const can = newcomer.skills.flatMap((one) => [one.uri, ...one.broader])
  const lessons = position.taughtSkills.filter(
    (one) =>
      newcomer.learningWishes.includes(one.uri) ||
      one.broader.some((above) => newcomer.learningWishes.includes(above)) ||
      (newcomer.skillsOfWishes.includes(one.uri) && !can.includes(one.uri)),
  )
  const learning = position.taughtSkills.length === 0 ? 0 : share(1000 * lessons.length, position.taughtSkills.length)
  const asked = new Map([...position.neededSkills, ...position.requiredSkills].map((one) => [one.uri, one]))
  let held = 0
  for (const one of asked.values())
    held += can.includes(one.uri) ? 1000 : one.broader.some((above) => can.includes(above)) ? nearSkill : 0
  const levels: number[] = []
  for (const skill of LANGUAGE_SKILLS) {
    const needed = LEVELS.indexOf(position.dutch[skill]?.level ?? 'none')
    if (needed === 0) continue
    const above = LEVELS.indexOf(newcomer.dutch[skill]?.level as Level) - needed
    levels.push(newcomer.dutch[skill]?.level && above >= 0 ? (languageMargin[Math.min(above, 2)] ?? 0) : 0)
  }
  const margin =
    levels.length === 0
      ? 1000
      : share(
          levels.reduce((sum, one) => sum + one, 0),
          levels.length,
        )
  const months = (group: string): number =>
    newcomer.experiences.filter((one) => one.isco.startsWith(group)).reduce((sum, one) => sum + one.months, 0)
  const grown = (n: number): number => Math.min(1000, (1000 * n) / policy.fullExperienceMonths)
  const experience = Math.round(
    Math.max(grown(months(isco)), (grown(months(isco.slice(0, 3))) * policy.minorGroupExperience) / 1000),
  )
  const { newcomer: n, employer: m } = weights
  const a = Math.round((wished * n.wish + commute * n.commute + learning * n.learning) / 1000)
  const skilled = asked.size === 0 ? 1000 : share(held, asked.size)
  const e = Math.round((skilled * m.skills + margin * m.languageMargin + experience * m.experience) / 1000)
  return { a, e, w: Math.round(Math.sqrt(a * e)) }
}
