import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { type Change, positionWith } from './changes.ts'
import { askInstead, dropLicence, dropSkill } from './changes-can.ts'
import { dropBlock, offerHours, planFreely, startFlexibly } from './changes-practical.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { allPass, pairOf } from './gates.ts'
import { rankOf } from './language.ts'
import type { MatchingPolicy } from './policy.ts'

/** A count of people; null = fewer than `policy.fewestTold`, nought included (ruling 26). */
export type Told = number | null

/** One demand lowered by one step, and how many people more fit then. */
export type DemandEffect = { changes: Change[]; more: Told }

/** The levels of literacy below A1 are asked of reading and writing Dutch only. */
const lower = (language: string, skill: LanguageSkill, level: Level): Level | undefined => {
  const hasAlfa = language === 'nld' && (skill === 'reading' || skill === 'writing')
  return level === 'A1' && !hasAlfa ? 'none' : LEVELS[rankOf(level) - 1]
}

const askLess = (language: string, skill: LanguageSkill, needed: Level, path: string): Change[] => {
  const level = lower(language, skill, needed)
  return level === undefined ? [] : [askInstead(language, skill, needed, level, path)]
}

/** Every demand of a position lowered by one step, one at a time: what an employer could ask less. */
export const lowerDemands = (position: PositionFacts, { hoursLess }: Pick<MatchingPolicy, 'hoursLess'>): Change[][] => {
  const { dutch, otherLanguages, licences, requiredSkills, slots, hoursPerWeek, flexibleStart } = position
  return [
    ...LANGUAGE_SKILLS.map((skill) => {
      const demand = dutch[skill]
      return demand === null ? [] : askLess('nld', skill, demand.level, `dutch.${skill}.level`)
    }),
    ...otherLanguages.map(({ language, skill, level }, i) =>
      askLess(language, skill, level, `otherLanguages.${i}.level`),
    ),
    ...licences.map((licence) => [dropLicence(licence)]),
    ...requiredSkills.map((asked) => [dropSkill(asked)]),
    slots.length === 0 && hoursPerWeek > hoursLess ? [offerHours(hoursPerWeek, hoursPerWeek - hoursLess)] : [],
    ...(slots.length > 1 ? slots.map((slot) => dropBlock(slot, hoursPerWeek)) : []),
    slots.length > 0 ? [planFreely()] : [],
    flexibleStart ? [] : [startFlexibly()],
  ].filter((changes) => changes.length > 0)
}

const told = (count: number, policy: MatchingPolicy): Told => (count < policy.fewestTold ? null : count)

/**
 * "Reading A2 instead of B1 makes 14 more people eligible": for an employer, found by running the same gates again for
 * each of these newcomers with one demand lowered. Counts only, nobody's name or card; small counts are not told.
 *
 * @param newcomers those who are available now; whoever has a proposal elsewhere counts as well
 * @returns effects in falling order of people, those that are not told last, in the order of the demands
 */
export const demandEffects = (
  position: PositionFacts,
  newcomers: readonly NewcomerFacts[],
  policy: MatchingPolicy,
  today: string,
): { eligible: Told; effects: DemandEffect[] } => {
  const left = newcomers.filter((newcomer) => !allPass(pairOf(newcomer, position, policy, today)))
  const effects = lowerDemands(position, policy).map((changes): DemandEffect => {
    const lowered = positionWith(position, changes)
    const more = left.filter((newcomer) => allPass(pairOf(newcomer, lowered, policy, today))).length
    return { changes, more: told(more, policy) }
  })
  return {
    eligible: told(newcomers.length - left.length, policy),
    effects: effects.sort((x, y) => (y.more ?? 0) - (x.more ?? 0)),
  }
}
