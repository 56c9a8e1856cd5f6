import type { LanguageSkill, Level } from '#db/values/language.ts'
import { answerOf, type PairAnswer } from './answer.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { type Gate, type GateResult, gatesOf, type Pair, pairOf } from './gates.ts'
import type { MatchingPolicy } from './policy.ts'
import { type Parts, partOf, type Reason, reason } from './reasons.ts'
import { nearestWish, type Score, scoreOf, skillFits, wantedLessons } from './score.ts'

/** A level that is expected and was not tested: somebody checks it at the start. */
export type ExpectedLevel = { language: string; skill: LanguageSkill; level: Level }

export type PairExplanation = PairAnswer & {
  newcomerId: string
  positionId: string
  gates: GateResult[]
  score: Score
  parts: Parts
  expected: ExpectedLevel[]
  policyVersion: string
}

const CAN: readonly Gate[] = ['language', 'licences']

const wishReasons = (pair: Pair): { for: Reason[]; against: Reason[] } => {
  const { newcomer, position, policy } = pair
  if (newcomer.wishes.length === 0) return { for: [], against: [reason('wish-unknown', {})] }
  const nearest = nearestWish(newcomer, position, policy)
  if (nearest === null) return { for: [], against: [reason('wish-other', { occupation: position.occupation.uri })] }
  const { occupationUri: occupation, rank, isco } = nearest.wish
  if (occupation === position.occupation.uri) return { for: [reason('wish-exact', { occupation, rank })], against: [] }
  const shared = isco === position.occupation.isco ? isco : isco.slice(0, 3)
  return { for: [reason('wish-near', { occupation, rank, isco: shared })], against: [] }
}

const canReasons = ({ newcomer, position }: Pair): { for: Reason[]; against: Reason[] } => {
  const fits = skillFits(newcomer, position)
  const pro: Reason[] = []
  const against: Reason[] = []
  for (const one of fits) {
    if (one.fit === 'present') pro.push(reason('skill-present', { uri: one.uri, evidence: one.evidence }))
    else if (one.fit === 'near') pro.push(reason('skill-near', { uri: one.uri, broader: one.broader }))
    else against.push(reason('skill-missing', { uri: one.uri }))
  }
  for (const group of [position.occupation.isco, position.occupation.isco.slice(0, 3)]) {
    const months = newcomer.experiences
      .filter((one) => one.isco.startsWith(group))
      .reduce((sum, one) => sum + one.months, 0)
    if (months > 0) {
      pro.push(reason('experience', { isco: group, months }))
      break
    }
  }
  return { for: pro, against }
}

const supportReasons = ({ position }: Pair): { for: Reason[]; against: Reason[] } => {
  const pro = position.supports.map((support) => reason('support-offered', { support }))
  if (position.supervisorHours !== null && position.supervisorHours > 0)
    pro.push(reason('supervision', { hours: position.supervisorHours }))
  return { for: pro, against: pro.length === 0 ? [reason('support-none', {})] : [] }
}

const partsOf = (pair: Pair, gates: readonly GateResult[]): Parts => {
  const of = (isMine: (gate: Gate) => boolean) => {
    const mine = gates.filter((one) => isMine(one.gate))
    return { for: mine.flatMap((one) => one.for), against: mine.flatMap((one) => one.against) }
  }
  const gatesCan = of((gate) => CAN.includes(gate))
  const practical = of((gate) => !CAN.includes(gate))
  const can = canReasons(pair)
  const wants = wishReasons(pair)
  const lessons = wantedLessons(pair.newcomer, pair.position)
  const teaches = lessons.map((uri) => reason('teaches-wanted', { uri }))
  const idle = pair.position.taughtSkills.length > 0 && lessons.length === 0 ? [reason('teaches-other', {})] : []
  const support = supportReasons(pair)
  return {
    can: partOf([...gatesCan.for, ...can.for], [...gatesCan.against, ...can.against]),
    wants: partOf([...wants.for, ...teaches], [...wants.against, ...idle]),
    practical: partOf(practical.for, practical.against),
    support: partOf(support.for, support.against),
  }
}

const expectedOf = (gates: readonly GateResult[]): ExpectedLevel[] =>
  gates
    .flatMap((one) => one.for)
    .filter((one) => one.code === 'language-expected')
    .map(({ params }) => ({
      language: String(params['language']),
      skill: params['skill'] as LanguageSkill,
      level: params['expected'] as Level,
    }))

/** Everything there is to say about one pair already worked out. */
export const explain = (pair: Pair): PairExplanation => {
  const gates = gatesOf(pair)
  return {
    newcomerId: pair.newcomer.id,
    positionId: pair.position.id,
    ...answerOf(gates),
    gates,
    score: scoreOf(pair),
    parts: partsOf(pair, gates),
    expected: expectedOf(gates),
    policyVersion: pair.policy.version,
  }
}

/**
 * Why, or why not, for the screens: the answer, every gate, what speaks for and against in four parts, the score.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export const explainPair = (
  newcomer: NewcomerFacts,
  position: PositionFacts,
  policy: MatchingPolicy,
  today: string,
): PairExplanation => explain(pairOf(newcomer, position, policy, today))
