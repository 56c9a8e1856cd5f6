import { askedSkillsOf, type NewcomerFacts, type PositionFacts } from './facts.ts'
import { allPass, type Pair, pairOf } from './gates.ts'
import { skillsGate } from './gates-can.ts'
import type { MatchingPolicy } from './policy.ts'
import { scoreOf } from './score.ts'
import { holderOf } from './skills.ts'

/** A skill that would help, counted with the ones before it learned already. */
type GapStep = {
  uri: string
  /** Positions that would become eligible. */
  opens: string[]
  /** Positions that fit already and would fit better, and by how many points of the score together. */
  improves: number
  points: number
  /** Where it can be learned at work: positions that teach it or a narrower skill; those that fit today first. */
  learnableAt: { positionId: string; isEligible: boolean }[]
}

export type SkillGap = {
  newcomerId: string
  /** false = nobody recorded skills yet: recording them comes before learning. */
  skillsKnown: boolean
  /** Positions where nothing but a required skill stands in the way. */
  waitForSkills: number
  steps: GapStep[]
}

type AskedSkill = PositionFacts['requiredSkills'][number]
/** What a set of learned skills is worth, compared from the first figure to the last. */
type Worth = { opens: string[]; closer: number; improves: number; points: number }

const isBetter = (one: Worth, other: Worth): boolean =>
  (one.opens.length - other.opens.length || one.closer - other.closer || one.points - other.points) > 0

const MOST_STEPS = 3

/** Positions whose only open gate, if any, is that of the skills: the others do not move with learning. */
const reachableFor = (
  newcomer: NewcomerFacts,
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
) => positions.filter((position) => allPass(pairOf(newcomer, { ...position, requiredSkills: [] }, policy, today)))

/**
 * Which few skills would open or improve the most positions for this person, and where they can be learned at work.
 * Greedy, and each step counts everything again with the rules of the engine, the earlier steps learned. A skill that
 * opens more positions comes first; then one that brings more required skills nearer; then one that adds more score.
 *
 * @param positions that are open today
 */
export const skillGap = (
  newcomer: NewcomerFacts,
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): SkillGap => {
  const reachable = reachableFor(newcomer, positions, policy, today)
  const fits = (one: NewcomerFacts, position: PositionFacts): Pair | null => {
    const pair = pairOf(one, position, policy, today)
    return allPass(pair) ? pair : null
  }
  const worthOf = (before: NewcomerFacts, after: NewcomerFacts): Worth => {
    const worth: Worth = { opens: [], closer: 0, improves: 0, points: 0 }
    for (const position of reachable) {
      const then = fits(after, position)
      const now = fits(before, position)
      if (then && !now) worth.opens.push(position.id)
      else if (then && now) {
        const points = scoreOf(then).w - scoreOf(now).w
        worth.points += points
        if (points > 0) worth.improves += 1
      } else worth.closer += heldOf(after, position, policy, today) - heldOf(before, position, policy, today)
    }
    return worth
  }
  const eligible = new Set(reachable.filter((one) => fits(newcomer, one)).map((one) => one.id))
  const steps: GapStep[] = []
  let so = newcomer
  while (steps.length < MOST_STEPS) {
    let best: { asked: AskedSkill; worth: Worth } | null = null
    for (const asked of missingOf(so, reachable)) {
      const worth = worthOf(so, learned(so, asked))
      if (worth.opens.length === 0 && worth.closer === 0 && worth.points <= 0) continue
      if (best === null || isBetter(worth, best.worth)) best = { asked, worth }
    }
    if (best === null) break
    const { uri } = best.asked
    const { opens, improves, points } = best.worth
    steps.push({ uri, opens, improves, points, learnableAt: learnableAt(uri, positions, eligible) })
    so = learned(so, best.asked)
  }
  return {
    newcomerId: newcomer.id,
    skillsKnown: newcomer.skillsKnown,
    waitForSkills: reachable.length - eligible.size,
    steps,
  }
}

const learned = (newcomer: NewcomerFacts, { uri, broader }: AskedSkill): NewcomerFacts => ({
  ...newcomer,
  skills: [...newcomer.skills, { uri, broader, evidence: 'self' }],
})

/** How many of its required skills the person has. */
const heldOf = (newcomer: NewcomerFacts, position: PositionFacts, policy: MatchingPolicy, today: string): number =>
  skillsGate(pairOf(newcomer, position, policy, today)).for.length

/** The skills that these positions ask and the person has not, each once, in the order of their URIs. */
const missingOf = (newcomer: NewcomerFacts, positions: readonly PositionFacts[]): AskedSkill[] => {
  const missing = new Map<string, AskedSkill>()
  for (const position of positions)
    for (const asked of askedSkillsOf(position))
      if (holderOf(newcomer.skills, asked) === null) missing.set(asked.uri, asked)
  return [...missing.values()].sort((x, y) => (x.uri < y.uri ? -1 : 1))
}

const learnableAt = (uri: string, positions: readonly PositionFacts[], eligible: ReadonlySet<string>) =>
  positions
    .filter((one) => one.taughtSkills.some((taught) => taught.uri === uri || taught.broader.includes(uri)))
    .map((one) => ({ positionId: one.id, isEligible: eligible.has(one.id) }))
    .sort((x, y) => Number(y.isEligible) - Number(x.isEligible) || (x.positionId < y.positionId ? -1 : 1))
