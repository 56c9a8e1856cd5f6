import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { type Both, type Change, change, type Way } from './changes.ts'
import type { GateResult } from './gate-result.ts'
import { languageGate } from './gates-can.ts'
import { expectedFrom, rankOf } from './language.ts'
import { type Pair, pairOf } from './pair.ts'

/** One demand of language that is not met: what is there, what is expected at the start, what is asked. */
type Short = { language: string; skill: LanguageSkill; level: Level; expected: Level; needed: Level }

const shortsOf = (gate: GateResult): Short[] =>
  gate.against.filter((one) => one.code === 'language-short').map((one) => one.params as unknown as Short)

/** Where the level of the person and the demand of the position stand in the facts. */
const placesOf = ({ newcomer, position }: Both, { language, skill }: Short): { own: string; asked: string } => {
  if (language === 'nld') return { own: `dutch.${skill}`, asked: `dutch.${skill}` }
  const at = (list: readonly { language: string; skill: string }[]): number =>
    list.findIndex((one) => one.language === language && one.skill === skill)
  return {
    own: `otherLanguages.${at(newcomer.otherLanguages)}`,
    asked: `otherLanguages.${at(position.otherLanguages)}`,
  }
}

/** The position with this one demand of language and no other. */
const onlyAsking = (position: Both['position'], { language, skill }: Short): Both['position'] => ({
  ...position,
  dutch: Object.fromEntries(
    LANGUAGE_SKILLS.map((one) => [one, language === 'nld' && one === skill ? position.dutch[one] : null]),
  ) as Both['position']['dutch'],
  otherLanguages: position.otherLanguages.filter((one) => one.language === language && one.skill === skill),
})

/** The lowest level that is enough when it is measured today: lessons until the start may do the last step. */
const enoughFor = (pair: Pair, short: Short): Level => {
  const { newcomer, policy, today } = pair
  const position = onlyAsking(pair.position, short)
  const passes = (level: Level): boolean => {
    const own = { level, reference: null, source: 'tested' as const, assessedOn: today }
    const tested =
      short.language === 'nld'
        ? { ...newcomer, dutch: { ...newcomer.dutch, [short.skill]: own } }
        : { ...newcomer, otherLanguages: [{ language: short.language, skill: short.skill, level }] }
    return languageGate(pairOf(tested, position, policy, today)).state === 'pass'
  }
  return LEVELS.slice(rankOf(short.level) + 1).find(passes) ?? short.needed
}

const reachLevel = (pair: Pair, short: Short): Change => {
  const { language, skill, level, needed } = short
  const enough = enoughFor(pair, short)
  const { own } = placesOf(pair, short)
  const value =
    language === 'nld'
      ? { level: enough, reference: null, source: 'tested', assessedOn: pair.today }
      : { language, skill, level: enough }
  return change(
    'reach-level',
    { language, skill, level, needed, enough },
    { side: 'newcomer', op: 'set', path: own, value },
  )
}

const askLevel = (pair: Both, short: Short): Change => {
  const { language, skill, expected, needed } = short
  return askInstead(language, skill, needed, expected, `${placesOf(pair, short).asked}.level`)
}

/** The position asks another level; `none` is to ask none. */
export const askInstead = (language: string, skill: string, needed: Level, level: Level, path: string): Change => {
  const edit = { side: 'position', op: 'set', path, value: level } as const
  return level === 'none'
    ? change('ask-no-level', { language, skill, needed }, edit)
    : change('ask-level', { language, skill, level, needed }, edit)
}

/** The last of the days on which each short level is expected; null when one of them is not. */
const expectedOn = ({ newcomer, today, policy }: Pair, shorts: readonly Short[]): string | null => {
  let last = today
  for (const { language, skill, level, needed } of shorts) {
    const courses = language === 'nld' ? newcomer.courses.filter((one) => one.skills.includes(skill)) : []
    const since = newcomer.dutch[skill]?.assessedOn ?? today
    const day = expectedFrom(level, needed, courses, today, since, policy)
    if (day === null) return null
    if (day > last) last = day
  }
  return last
}

/** The person reaches the levels; or the position asks what the person has at the start; or it starts when they are expected. */
export const languageWays = (pair: Pair, gate: GateResult): Way[] => {
  const shorts = shortsOf(gate)
  const day = expectedOn(pair, shorts)
  const ways: Way[] = [
    { who: 'newcomer', changes: shorts.map((one) => reachLevel(pair, one)), expectedOn: day },
    { who: 'employer', changes: shorts.map((one) => askLevel(pair, one)) },
  ]
  if (day !== null && day > pair.start) ways.push({ who: 'employer', changes: [startOn(pair, day)] })
  return ways
}

export const startOn = ({ position }: Pick<Both, 'position'>, startsOn: string): Change =>
  change(
    'start-on',
    { startsOn, instead: position.startsOn },
    { side: 'position', op: 'set', path: 'startsOn', value: startsOn },
  )

export const licenceWays = (_: Pair, gate: GateResult): Way[] => {
  const missing = gate.against
    .filter((one) => one.code === 'licence-missing')
    .map((one) => String(one.params['licence']))
  return [
    {
      who: 'newcomer',
      changes: missing.map((licence) =>
        change('get-licence', { licence }, { side: 'newcomer', op: 'add', path: 'licences', value: licence }),
      ),
    },
    { who: 'employer', changes: missing.map(dropLicence) },
  ]
}

export const dropLicence = (licence: string): Change =>
  change('drop-licence', { licence }, { side: 'position', op: 'remove', path: 'licences', value: licence })

type AskedSkill = Both['position']['requiredSkills'][number]

/** The person has the skill, by their own word. */
const haveSkill = ({ uri, broader }: AskedSkill): Change =>
  change(
    'have-skill',
    { uri },
    { side: 'newcomer', op: 'add', path: 'skills', value: { uri, broader, evidence: 'self' } },
  )

export const skillWays = ({ position }: Pair, gate: GateResult): Way[] => {
  const uris = new Set(gate.against.map((one) => one.params['uri']))
  const missing = position.requiredSkills.filter((one) => uris.has(one.uri))
  return [
    { who: gate.who ?? 'newcomer', changes: missing.map(haveSkill) },
    { who: 'employer', changes: missing.map(dropSkill) },
  ]
}

export const dropSkill = (asked: AskedSkill): Change =>
  change('drop-skill', { uri: asked.uri }, { side: 'position', op: 'remove', path: 'requiredSkills', value: asked })
