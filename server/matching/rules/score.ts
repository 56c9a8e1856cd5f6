import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { askedSkillsOf, type NewcomerFacts, type PositionFacts } from './facts.ts'
import type { Pair } from './gates.ts'
import { rankOf } from './language.ts'
import type { MatchingPolicy } from './policy.ts'
import { holderOf, nearestOf } from './skills.ts'

const COMPONENTS = ['wish', 'commute', 'learning', 'skills', 'language-margin', 'experience'] as const
export type Component = (typeof COMPONENTS)[number]

/** `value` 0..1000 of the component, `weight` permille of its side, `points` = what it adds to that side. */
type Contribution = {
  component: Component
  side: 'newcomer' | 'employer'
  value: number
  weight: number
  points: number
}

/** All integers 0..1000: the newcomer's side, the employer's side, and round(sqrt(a * e)). */
export type Score = { w: number; a: number; e: number; contributions: Contribution[] }

const minorGroup = (isco: string): string => isco.slice(0, 3)

/** How near two occupations are, in permille of the policy's three steps. */
const nearness = (
  one: { occupationUri: string; isco: string },
  occupation: PositionFacts['occupation'],
  steps: MatchingPolicy['wish'],
): number => {
  if (one.occupationUri === occupation.uri) return steps.exact
  if (one.isco === occupation.isco) return steps.unitGroup
  return minorGroup(one.isco) === minorGroup(occupation.isco) ? steps.minorGroup : 0
}

/** The wish that lies nearest to the occupation of the position, the higher wish first; null when none is near. */
export const nearestWish = (
  newcomer: NewcomerFacts,
  position: PositionFacts,
  policy: MatchingPolicy,
): { wish: NewcomerFacts['wishes'][number]; value: number } | null => {
  let best: { wish: NewcomerFacts['wishes'][number]; value: number } | null = null
  for (const wish of newcomer.wishes) {
    const value = nearness(wish, position.occupation, policy.wish)
    if (value === 0) continue
    if (best === null || value > best.value || (value === best.value && wish.rank < best.wish.rank))
      best = { wish, value }
  }
  return best
}

/** The nearer the better; nothing while travel is unknown. */
const commute = ({ newcomer, journey }: Pair): number => {
  const max = newcomer.travel.maxMinutes
  if (journey === null || max === null || journey.minutes > max) return 0
  return max === 0 ? 1000 : Math.round(1000 - (1000 * journey.minutes) / max)
}

/**
 * What the place teaches that the person asked for, or lacks for a wanted occupation (ruling 20). A narrower skill than
 * the one asked for counts too: who wants to learn to bake learns it by baking bread.
 */
export const wantedLessons = (newcomer: NewcomerFacts, position: PositionFacts): string[] => {
  const { learningWishes, skillsOfWishes, skills: own } = newcomer
  return position.taughtSkills
    .filter(
      (taught) =>
        [taught.uri, ...taught.broader].some((uri) => learningWishes.includes(uri)) ||
        (skillsOfWishes.includes(taught.uri) && holderOf(own, taught) === null),
    )
    .map((taught) => taught.uri)
}

export type SkillFit =
  | { uri: string; fit: 'present'; evidence: string }
  | { uri: string; fit: 'near'; broader: string }
  | { uri: string; fit: 'missing' }

/** Each asked skill: present (the same or a narrower one), near (half, ruling 20), or missing. */
export const skillFits = (newcomer: NewcomerFacts, position: PositionFacts): SkillFit[] =>
  askedSkillsOf(position).map((asked): SkillFit => {
    const { uri } = asked
    const own = holderOf(newcomer.skills, asked)
    if (own) return { uri, fit: 'present', evidence: own.evidence }
    const near = nearestOf(newcomer.skills, asked)
    return near ? { uri, fit: 'near', broader: near.broader } : { uri, fit: 'missing' }
  })

const skills = (newcomer: NewcomerFacts, position: PositionFacts, policy: MatchingPolicy): number => {
  const fits = skillFits(newcomer, position)
  if (fits.length === 0) return 1000
  let sum = 0
  for (const one of fits) sum += one.fit === 'present' ? 1000 : one.fit === 'near' ? policy.nearSkill : 0
  return Math.round(sum / fits.length)
}

/** Reached levels only, so that an expected one ranks below a reached one, all else equal (ruling 20). */
const languageMargin = (newcomer: NewcomerFacts, position: PositionFacts, policy: MatchingPolicy): number => {
  let sum = 0
  let demands = 0
  for (const skill of LANGUAGE_SKILLS) {
    const demand = position.dutch[skill]
    if (demand === null || rankOf(demand.level) === 0) continue
    demands += 1
    const level = newcomer.dutch[skill]?.level ?? null
    const margin = level === null ? -1 : rankOf(level) - rankOf(demand.level)
    if (margin >= 0) sum += policy.languageMargin[Math.min(2, margin)] ?? 0
  }
  return demands === 0 ? 1000 : Math.round(sum / demands)
}

/** Months in the same unit group count whole, in the same minor group in part; the best group counts. */
const experience = (newcomer: NewcomerFacts, position: PositionFacts, policy: MatchingPolicy): number => {
  const { isco } = position.occupation
  let same = 0
  let near = 0
  for (const one of newcomer.experiences) {
    if (one.isco === isco) same += one.months
    else if (minorGroup(one.isco) === minorGroup(isco)) near += one.months
  }
  const share = (months: number): number => Math.min(1000, (1000 * months) / policy.fullExperienceMonths)
  return Math.round(Math.max(share(same), (share(same + near) * policy.minorGroupExperience) / 1000))
}

/** Two weighted sums (value x permille) to the sides and their geometric mean: a pair that is poor for one side is poor. */
const combined = (ofNewcomer: number, ofEmployer: number): { w: number; a: number; e: number } => {
  const a = Math.round(ofNewcomer / 1000)
  const e = Math.round(ofEmployer / 1000)
  return { w: Math.round(Math.sqrt(a * e)), a, e }
}

/** The score with one component at another value, all else as it is: what that component does to the whole. */
export const withValue = (score: Score, component: Component, value: number): number => {
  const sumOf = (side: Contribution['side']): number =>
    score.contributions
      .filter((one) => one.side === side)
      .reduce((sum, one) => sum + (one.component === component ? value : one.value) * one.weight, 0)
  return combined(sumOf('newcomer'), sumOf('employer')).w
}

/** The score of a pair; pure integer policy, see ruling 20. Only an eligible pair's score means something. */
export const scoreOf = (pair: Pair): Score => {
  const { newcomer, position, policy } = pair
  const { weights } = policy
  const taught = position.taughtSkills.length
  const learning = taught === 0 ? 0 : Math.round((1000 * wantedLessons(newcomer, position).length) / taught)
  const contributions: Contribution[] = []
  const add = (component: Component, side: Contribution['side'], value: number, weight: number): number => {
    contributions.push({ component, side, value, weight, points: Math.round((value * weight) / 1000) })
    return value * weight
  }
  const ofNewcomer =
    add('wish', 'newcomer', nearestWish(newcomer, position, policy)?.value ?? 0, weights.newcomer.wish) +
    add('commute', 'newcomer', commute(pair), weights.newcomer.commute) +
    add('learning', 'newcomer', learning, weights.newcomer.learning)
  const ofEmployer =
    add('skills', 'employer', skills(newcomer, position, policy), weights.employer.skills) +
    add('language-margin', 'employer', languageMargin(newcomer, position, policy), weights.employer.languageMargin) +
    add('experience', 'employer', experience(newcomer, position, policy), weights.employer.experience)
  return { ...combined(ofNewcomer, ofEmployer), contributions }
}
