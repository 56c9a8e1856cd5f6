import {
  LANGUAGE_SKILLS,
  type LanguageSkill,
  type Level,
  type LevelSource,
  type ReferenceLevel,
} from '#db/values/language.ts'
import type { Licence } from '#db/values/newcomers.ts'
import { type GateResult, miss, pass, unknown } from './gate-result.ts'
import { isAged, projectedLevel, rankOf, reaches } from './language.ts'
import type { Pair } from './pair.ts'
import { type Reason, reason } from './reasons.ts'
import { holderOf, nearestOf } from './skills.ts'

type Measured = {
  level: Level | null
  reference: ReferenceLevel | null
  source: LevelSource | null
  assessedOn: string | null
}

/** One demand of one language and skill; only Dutch grows with lessons. */
const languageOf = (
  pair: Pair,
  language: string,
  skill: LanguageSkill,
  needed: Level,
  has: Measured | null,
  sink: { for: Reason[]; against: Reason[] },
): GateResult['state'] => {
  const { policy, today } = pair
  const level = has?.level ?? null
  if (has === null || level === null) {
    sink.against.push(
      has?.reference
        ? reason('language-reference', { language, skill, reference: has.reference, needed })
        : reason('language-unknown', { language, skill, needed }),
    )
    return 'unknown'
  }
  const source = has.source
    ? { kind: has.source, ...(has.assessedOn === null ? {} : { on: has.assessedOn }) }
    : undefined
  const note = (): void => {
    if (has.assessedOn !== null && isAged(has.assessedOn, today, policy))
      sink.against.push(reason('language-aged', { language, skill, level, assessedOn: has.assessedOn }, source))
    if (has.source === 'self') sink.against.push(reason('language-own-word', { language, skill, level }, source))
  }
  if (reaches(level, needed)) {
    sink.for.push(reason('language-reached', { language, skill, level, needed }, source))
    note()
    return 'pass'
  }
  let expected = level
  if (language === 'nld') {
    const courses = pair.newcomer.courses.filter((course) => course.skills.includes(skill))
    expected = projectedLevel(level, courses, pair.start, has.assessedOn ?? today, policy)
  }
  if (reaches(expected, needed)) {
    sink.for.push(reason('language-expected', { language, skill, level, expected, needed }, source))
    note()
    return 'pass'
  }
  sink.against.push(reason('language-short', { language, skill, level, expected, needed }, source))
  return 'miss'
}

export const languageGate = (pair: Pair): GateResult => {
  const { newcomer, position } = pair
  const sink: { for: Reason[]; against: Reason[] } = { for: [], against: [] }
  const states = new Set<GateResult['state']>()
  for (const skill of LANGUAGE_SKILLS) {
    const demand = position.dutch[skill]
    if (demand === null || rankOf(demand.level) === 0) continue
    states.add(languageOf(pair, 'nld', skill, demand.level, newcomer.dutch[skill], sink))
  }
  for (const { language, skill, level } of position.otherLanguages) {
    if (rankOf(level) === 0) continue
    const known = newcomer.otherLanguages.find((one) => one.language === language && one.skill === skill)
    const has = known ? { level: known.level, reference: null, source: null, assessedOn: null } : null
    states.add(languageOf(pair, language, skill, level, has, sink))
  }
  if (states.has('miss')) return miss('language', 'newcomer', sink.against, sink.for)
  if (states.has('unknown')) return unknown('language', sink.against, sink.for)
  return pass('language', sink.for, sink.against)
}

/** What a licence also allows: policy 2026-11, kept to what is common knowledge. */
export const ALSO: Partial<Record<Licence, readonly Licence[]>> = {
  A: ['AM'],
  B: ['AM'],
  BE: ['B', 'AM'],
  C: ['B', 'AM'],
  CE: ['C', 'BE', 'B', 'AM'],
  D: ['B', 'AM'],
}

export const licencesGate = ({ newcomer, position }: Pair): GateResult => {
  const { licences } = newcomer
  if (position.licences.length === 0) return pass('licences')
  if (licences === null)
    return unknown(
      'licences',
      position.licences.map((licence) => reason('licence-unknown', { licence })),
    )
  const has = (needed: Licence): boolean => licences.some((one) => one === needed || ALSO[one]?.includes(needed))
  const present = position.licences.filter(has).map((licence) => reason('licence-present', { licence }))
  const missing = position.licences
    .filter((licence) => !has(licence))
    .map((licence) => reason('licence-missing', { licence }))
  return missing.length > 0 ? miss('licences', 'newcomer', missing, present) : pass('licences', present)
}

/**
 * Skills without which one cannot begin. A narrower skill is enough, a broader or a near one is not. Where nobody
 * recorded skills yet the answer is unknown. Who can change a miss: the coach where a near skill is there for each
 * that is missing (it may be the same by another name, or only not recorded), else the newcomer, by learning.
 */
export const skillsGate = ({ newcomer, position }: Pair): GateResult => {
  const present: Reason[] = []
  const against: Reason[] = []
  let isEachNear = true
  for (const asked of position.requiredSkills) {
    const { uri } = asked
    const own = holderOf(newcomer.skills, asked)
    const near = own ? null : nearestOf(newcomer.skills, asked)
    if (own) present.push(reason('required-present', { uri, by: own.uri, evidence: own.evidence }))
    else if (!newcomer.skillsKnown) against.push(reason('required-unknown', { uri }))
    else if (near) against.push(reason('required-near', { uri, has: near.has.uri }))
    else against.push(reason('required-missing', { uri }))
    isEachNear &&= own !== null || near !== null
  }
  if (against.length === 0) return pass('skills', present)
  if (!newcomer.skillsKnown) return unknown('skills', against, present)
  return miss('skills', isEachNear ? 'coach' : 'newcomer', against, present)
}
