import type { LanguageSkill, Level } from '#db/values/language.ts'
import { answerOf, type PairAnswer } from './answer.ts'
import { experienceReasons, lessonReasons, skillReasons, supportReasons, wishReasons } from './component-reasons.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { type Gate, type GateResult, gatesOf, type Pair, pairOf } from './gates.ts'
import type { MatchingPolicy } from './policy.ts'
import { type Parts, partOf } from './reasons.ts'
import { type Score, scoreOf } from './score.ts'

/** A level that is expected and was not tested: somebody checks it at the start. */
type ExpectedLevel = { language: string; skill: LanguageSkill; level: Level }

export type PairExplanation = PairAnswer & {
  newcomerId: string
  positionId: string
  gates: GateResult[]
  score: Score
  parts: Parts
  expected: ExpectedLevel[]
  policyVersion: string
}

const CAN: readonly Gate[] = ['language', 'licences', 'skills']

const partsOf = (pair: Pair, gates: readonly GateResult[]): Parts => {
  const of = (isMine: (gate: Gate) => boolean) => {
    const mine = gates.filter((one) => isMine(one.gate))
    return { for: mine.flatMap((one) => one.for), against: mine.flatMap((one) => one.against) }
  }
  const gatesCan = of((gate) => CAN.includes(gate))
  const practical = of((gate) => !CAN.includes(gate) && gate !== 'no-go')
  const noGo = of((gate) => gate === 'no-go')
  const skills = skillReasons(pair)
  const experience = experienceReasons(pair)
  const wish = wishReasons(pair)
  const lessons = lessonReasons(pair)
  const support = supportReasons(pair)
  return {
    can: partOf([...gatesCan.for, ...skills.for, ...experience.for], [...gatesCan.against, ...skills.against]),
    wants: partOf([...wish.for, ...lessons.for], [...noGo.against, ...wish.against, ...lessons.against]),
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
