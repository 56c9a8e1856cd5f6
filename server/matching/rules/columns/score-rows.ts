import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'

/** Pairs of one newcomer after the other: the positions, the minutes of travel, and room for the scores 0..1000. */
export type Scored = {
  position: Int32Array
  minutes: Int32Array
  w: Uint16Array
  a: Uint16Array
  e: Uint16Array
}

export const roomFor = (count: number): Scored => ({
  position: new Int32Array(count),
  minutes: new Int32Array(count),
  w: new Uint16Array(count),
  a: new Uint16Array(count),
  e: new Uint16Array(count),
})

/** What somebody has to do with a skill, as bits under the number of its word. */
const ABLE = 1
const ASKS_TO_LEARN = 2
const LACKS = 4

/**
 * The score of `scoreOf` (ruling 20) for many pairs: the same sums, rounded at the same places. One newcomer at a time,
 * whose skills and wishes are marked once, so that a position only has to look its few skills up.
 * @returns a function that fills `w a e` of the pairs `from` up to `to`, all of this newcomer
 */
export const openScores = (newcomers: NewcomerColumns, positions: PositionColumns) => {
  const { policy, words } = newcomers.basis
  const { weights } = policy
  const marks = new Uint8Array(words.size())

  const mark = (list: { start: Int32Array; item: Int32Array }, newcomer: number, bit: number): void => {
    const end = list.start[newcomer + 1] as number
    for (let at = list.start[newcomer] as number; at < end; at += 1) {
      const word = list.item[at] as number
      marks[word] = bit === 0 ? 0 : (marks[word] as number) | bit
    }
  }

  /** Present whole (the same or a narrower one), near in part (under the same broader one), missing nothing. */
  const skills = (position: number): number => {
    const { asked, askedBroader } = positions
    const first = asked.start[position] as number
    const end = asked.start[position + 1] as number
    if (first === end) return 1000
    let sum = 0
    for (let at = first; at < end; at += 1) {
      if (((marks[asked.item[at] as number] as number) & ABLE) !== 0) sum += 1000
      else if (hasMark(askedBroader, at, ABLE)) sum += policy.nearSkill
    }
    return Math.round(sum / (end - first))
  }

  /** The share of what is taught that was asked for (the same or a broader one) or that a wanted occupation lacks. */
  const learning = (position: number): number => {
    const { taught, taughtBroader } = positions
    const first = taught.start[position] as number
    const end = taught.start[position + 1] as number
    if (first === end) return 0
    let wanted = 0
    for (let at = first; at < end; at += 1)
      if (((marks[taught.item[at] as number] as number) & (ASKS_TO_LEARN | LACKS)) !== 0) wanted += 1
      else if (hasMark(taughtBroader, at, ASKS_TO_LEARN)) wanted += 1
    return Math.round((1000 * wanted) / (end - first))
  }

  const hasMark = (broader: { start: Int32Array; item: Int32Array }, skill: number, bit: number): boolean => {
    const end = broader.start[skill + 1] as number
    for (let at = broader.start[skill] as number; at < end; at += 1)
      if (((marks[broader.item[at] as number] as number) & bit) !== 0) return true
    return false
  }

  /** The nearest of the wanted occupations. */
  const wish = (newcomer: number, position: number): number => {
    const { start, item } = newcomers.wishes
    const occupation = positions.occupation[position] as number
    const isco = positions.isco[position] as number
    const minor = (isco / 10) | 0
    let best = 0
    for (let at = start[newcomer] as number, end = start[newcomer + 1] as number; at < end; at += 1) {
      const wanted = newcomers.wishIsco[at] as number
      if (item[at] === occupation) best = Math.max(best, policy.wish.exact)
      else if (wanted === isco) best = Math.max(best, policy.wish.unitGroup)
      else if (((wanted / 10) | 0) === minor) best = Math.max(best, policy.wish.minorGroup)
    }
    return best
  }

  const commute = (newcomer: number, minutes: number): number => {
    const max = newcomers.maxMinutes[newcomer] as number
    if (minutes > max) return 0
    return max === 0 ? 1000 : Math.round(1000 - (1000 * minutes) / max)
  }

  /** Reached levels only, so that an expected one ranks below a reached one, all else equal. */
  const languageMargin = (newcomer: number, position: number): number => {
    const width = LANGUAGE_SKILLS.length
    let sum = 0
    let demands = 0
    for (let skill = 0; skill < width; skill += 1) {
      const needed = positions.needed[position * width + skill] as number
      if (needed === 0) continue
      demands += 1
      const rank = newcomers.rank[newcomer * width + skill] as number
      if (rank >= needed) sum += policy.languageMargin[Math.min(2, rank - needed)] ?? 0
    }
    return demands === 0 ? 1000 : Math.round(sum / demands)
  }

  /** Months in the same unit group whole, in the same minor group in part; at most the full experience of the policy. */
  const experience = (newcomer: number, position: number): number => {
    const { start, item } = newcomers.experiences
    const isco = positions.isco[position] as number
    const minor = (isco / 10) | 0
    let same = 0
    let both = 0
    for (let at = start[newcomer] as number, end = start[newcomer + 1] as number; at < end; at += 1) {
      const done = item[at] as number
      if (((done / 10) | 0) !== minor) continue
      const months = newcomers.experienceMonths[at] as number
      both += months
      if (done === isco) same += months
    }
    if (both === 0) return 0
    const full = policy.fullExperienceMonths
    const ofSame = Math.min(1000, (1000 * same) / full)
    const ofBoth = (Math.min(1000, (1000 * both) / full) * policy.minorGroupExperience) / 1000
    return Math.round(Math.max(ofSame, ofBoth))
  }

  return (newcomer: number, pairs: Scored, from: number, to: number): void => {
    mark(newcomers.abilities, newcomer, ABLE)
    mark(newcomers.learningWishes, newcomer, ASKS_TO_LEARN)
    mark(newcomers.lacks, newcomer, LACKS)
    for (let at = from; at < to; at += 1) {
      const position = pairs.position[at] as number
      const a = Math.round(
        (wish(newcomer, position) * weights.newcomer.wish +
          commute(newcomer, pairs.minutes[at] as number) * weights.newcomer.commute +
          learning(position) * weights.newcomer.learning) /
          1000,
      )
      const e = Math.round(
        (skills(position) * weights.employer.skills +
          languageMargin(newcomer, position) * weights.employer.languageMargin +
          experience(newcomer, position) * weights.employer.experience) /
          1000,
      )
      pairs.a[at] = a
      pairs.e[at] = e
      pairs.w[at] = Math.round(Math.sqrt(a * e))
    }
    mark(newcomers.abilities, newcomer, 0)
    mark(newcomers.learningWishes, newcomer, 0)
    mark(newcomers.lacks, newcomer, 0)
  }
}
