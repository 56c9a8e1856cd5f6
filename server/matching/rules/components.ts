import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { type BothWays, experienceReasons, lessonReasons, skillReasons, wishReasons } from './component-reasons.ts'
import { type Changer, type Gate, type GateResult, gatesOf, type Pair } from './gates.ts'
import { languageGate } from './gates-can.ts'
import { travelGate } from './gates-practical.ts'
import { isAged, rankOf } from './language.ts'
import type { Reason } from './reasons.ts'
import { type Component, type Score, scoreOf, withValue } from './score.ts'
import { holderOf } from './skills.ts'

/** Facts as they were given or worked out: ids, codes, numbers and days, never a sentence. */
type Facts = Record<string, unknown>

/** One thing that is looked at, with what both sides say about it. */
export type ExplainedComponent = {
  name: Gate | Component
  kind: 'gate' | 'score'
  state: 'met' | 'not-yet' | 'unknown'
  newcomer: Facts
  employer: Facts
  for: Reason[]
  against: Reason[]
  /** Who can change what is missed; null for the score and where nothing is missed. */
  who: Changer | null
  /**
   * Of the score only: the value 0..1000, its weight in permille of its side, the points it adds there; `lift` = how
   * much lower the whole score is without it, `room` = how much higher with the full value, both worked out anew.
   */
  score: {
    side: 'newcomer' | 'employer'
    value: number
    weight: number
    points: number
    lift: number
    room: number
  } | null
}

const STATES = { pass: 'met', miss: 'not-yet', unknown: 'unknown' } as const

const demandsOf = ({ position }: Pair) => [
  ...LANGUAGE_SKILLS.flatMap((skill) => {
    const demand = position.dutch[skill]
    return demand === null || rankOf(demand.level) === 0 ? [] : [{ language: 'nld', skill, ...demand }]
  }),
  ...position.otherLanguages.filter((one) => rankOf(one.level) > 0),
]

/** The levels that the person has of what is asked; null where nothing is recorded. */
const levelsOf = (pair: Pair) =>
  demandsOf(pair).map(({ language, skill }) => {
    const { dutch, otherLanguages } = pair.newcomer
    if (language !== 'nld') {
      const own = otherLanguages.find((one) => one.language === language && one.skill === skill)
      return { language, skill, level: own?.level ?? null }
    }
    const own = dutch[skill]
    if (own === null) return { language, skill, level: null }
    return { language, skill, ...own, isAged: isAged(own.assessedOn, pair.today, pair.policy) }
  })

const courseHours = ({ newcomer, start }: Pair): number =>
  newcomer.courses
    .filter((one) => one.startsOn < start && (one.endsOn === null || one.endsOn >= start))
    .reduce((sum, one) => sum + one.hoursPerWeek, 0)

/** The two sides of a gate. Of the legal check the boolean and its days, of the no-gos only those that are hit. */
const SIDES: Record<Gate, (pair: Pair) => { newcomer: Facts; employer: Facts }> = {
  language: (pair) => ({
    newcomer: { levels: levelsOf(pair), lessonHoursPerWeek: courseHours(pair) },
    employer: { demands: demandsOf(pair) },
  }),
  licences: ({ newcomer, position }) => ({
    newcomer: { licences: newcomer.licences },
    employer: { licences: position.licences },
  }),
  skills: ({ newcomer, position }) => ({
    newcomer: {
      skillsKnown: newcomer.skillsKnown,
      skills: position.requiredSkills.flatMap((asked) => {
        const own = holderOf(newcomer.skills, asked)
        return own ? [{ uri: own.uri, evidence: own.evidence }] : []
      }),
    },
    employer: { requiredSkills: position.requiredSkills.map((one) => one.uri) },
  }),
  travel: ({ newcomer, position, journey }) => ({
    newcomer: {
      placeKnown: newcomer.place !== null,
      moves: newcomer.futurePlace !== null,
      movesOn: newcomer.futurePlace?.from ?? null,
      ...newcomer.travel,
    },
    employer: { placeKnown: position.place !== null, minutes: journey?.minutes ?? null, by: journey?.means ?? null },
  }),
  hours: ({ newcomer, position }) => ({
    newcomer: { hours: newcomer.hours },
    employer: { hoursPerWeek: position.hoursPerWeek },
  }),
  week: ({ newcomer, position }) => ({
    newcomer: { slots: newcomer.slots },
    employer: { slots: position.slots, hoursPerWeek: position.hoursPerWeek },
  }),
  start: ({ newcomer, position, latestStart }) => ({
    newcomer: { availableFrom: newcomer.availableFrom },
    employer: { startsOn: position.startsOn, latestStart, endsOn: position.endsOn },
  }),
  'may-work': ({ newcomer, position }) => ({
    newcomer: { mayWork: newcomer.mayWork },
    employer: { startsOn: position.startsOn, endsOn: position.endsOn },
  }),
  'no-go': ({ newcomer, position }) => ({
    newcomer: {
      isco: newcomer.noGo.isco.filter((group) => position.occupation.isco.startsWith(group)),
      employers: newcomer.noGo.employers.filter((one) => one === position.employerId),
    },
    employer: { isco: position.occupation.isco, employerId: position.employerId },
  }),
  safeguards: ({ position }) => ({ newcomer: {}, employer: { safeguard: position.safeguard } }),
  capacity: ({ position: { seats, seatsTaken } }) => ({ newcomer: {}, employer: { seats, seatsTaken } }),
}

const bothWays = ({ for: pro, against }: GateResult): BothWays => ({ for: pro, against })

type ScoreSide = { newcomer: Facts; employer: Facts; for: Reason[]; against: Reason[]; isKnown: boolean }

/** The two sides of a part of the score, and whether its facts are known at all. */
const SCORED: Record<Component, (pair: Pair) => ScoreSide> = {
  wish: (pair) => ({
    newcomer: { wishes: pair.newcomer.wishes },
    employer: { occupation: pair.position.occupation },
    ...wishReasons(pair),
    isKnown: pair.newcomer.wishes.length > 0,
  }),
  commute: (pair) => ({
    newcomer: { maxMinutes: pair.newcomer.travel.maxMinutes },
    employer: { placeKnown: pair.position.place !== null, minutes: pair.journey?.minutes ?? null },
    ...bothWays(travelGate(pair)),
    isKnown: pair.journey !== null && pair.newcomer.travel.maxMinutes !== null,
  }),
  learning: (pair) => ({
    newcomer: { learningWishes: pair.newcomer.learningWishes, skillsOfWishes: pair.newcomer.skillsOfWishes },
    employer: { taughtSkills: pair.position.taughtSkills.map((one) => one.uri) },
    ...lessonReasons(pair),
    isKnown: true,
  }),
  skills: (pair) => ({
    newcomer: { skillsKnown: pair.newcomer.skillsKnown, skills: pair.newcomer.skills.map((one) => one.uri) },
    employer: {
      neededSkills: pair.position.neededSkills.map((one) => one.uri),
      requiredSkills: pair.position.requiredSkills.map((one) => one.uri),
    },
    ...skillReasons(pair),
    isKnown: pair.newcomer.skillsKnown || pair.newcomer.skills.length > 0,
  }),
  'language-margin': (pair) => ({
    newcomer: { levels: levelsOf(pair) },
    employer: { demands: demandsOf(pair) },
    ...bothWays(languageGate(pair)),
    isKnown: levelsOf(pair).every((one) => one.language !== 'nld' || one.level !== null),
  }),
  experience: (pair) => ({
    newcomer: { experiences: pair.newcomer.experiences },
    employer: { occupation: pair.position.occupation },
    ...experienceReasons(pair),
    isKnown: true,
  }),
}

/**
 * Every gate and every part of the score, with the facts on both sides. A part of the score counts as met from
 * `policy.metFrom` on; a part whose facts are not recorded is unknown, not "not yet".
 */
export const componentsOf = (
  pair: Pair,
  gates: readonly GateResult[] = gatesOf(pair),
  score: Score = scoreOf(pair),
): ExplainedComponent[] => [
  ...gates.map((one): ExplainedComponent => {
    const { gate: name, state, who } = one
    return {
      name,
      kind: 'gate',
      state: STATES[state],
      ...SIDES[name](pair),
      for: one.for,
      against: one.against,
      who,
      score: null,
    }
  }),
  ...score.contributions.map((one): ExplainedComponent => {
    const { component, side, value, weight, points } = one
    const { isKnown, ...sides } = SCORED[component](pair)
    return {
      name: component,
      kind: 'score',
      state: value >= pair.policy.metFrom ? 'met' : isKnown ? 'not-yet' : 'unknown',
      ...sides,
      who: null,
      score: {
        side,
        value,
        weight,
        points,
        lift: score.w - withValue(score, component, 0),
        room: withValue(score, component, 1000) - score.w,
      },
    }
  }),
]

/** One of the strongest reasons: what it is about, what it does to the score (null = a gate), the reasons themselves. */
export type Strong = { name: Gate | Component; effect: number | null; reasons: Reason[] }

const MOST = 3
/** The gate that says the same as a part of the score, and says it first. */
const SAID_BY: Partial<Record<Gate | Component, Gate>> = { commute: 'travel', 'language-margin': 'language' }

/**
 * What speaks most for and against. For: the parts of the score by what the score loses without them. Against: first
 * the gates that are missed, then those that are unknown, in their order; then parts by what they leave undone.
 */
export const strongestOf = (components: readonly ExplainedComponent[]): { for: Strong[]; against: Strong[] } => {
  const parts = components.flatMap((one) => (one.score ? [{ ...one, score: one.score }] : []))
  // Where one side of the score is nothing, no part lifts the whole: then the points decide.
  const pro = parts
    .filter((one) => one.score.points > 0)
    .sort((x, y) => y.score.lift - x.score.lift || y.score.points - x.score.points)
    .map((one) => ({ name: one.name, effect: one.score.lift, reasons: one.for }))
  const shut = ['not-yet', 'unknown'].flatMap((state) =>
    components
      .filter((one) => one.kind === 'gate' && one.state === state)
      .map((one): Strong => ({ name: one.name, effect: null, reasons: one.against })),
  )
  const isSaid = (name: Gate | Component): boolean => shut.some((one) => one.name === SAID_BY[name])
  const undone = parts
    .filter((one) => one.score.value < 1000 && !isSaid(one.name))
    .sort((x, y) => y.score.room - x.score.room || y.score.weight - x.score.weight)
    .map((one) => ({ name: one.name, effect: one.score.room, reasons: one.against }))
  return { for: pro.slice(0, MOST), against: [...shut, ...undone].slice(0, Math.max(MOST, shut.length)) }
}
