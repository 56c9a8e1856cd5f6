import type { Pair } from './pair.ts'
import { type Reason, reason } from './reasons.ts'
import { nearestWish, skillFits, wantedLessons } from './score.ts'

export type BothWays = { for: Reason[]; against: Reason[] }

export const wishReasons = (pair: Pair): BothWays => {
  const { newcomer, position, policy } = pair
  if (newcomer.wishes.length === 0) return { for: [], against: [reason('wish-unknown', {})] }
  const nearest = nearestWish(newcomer, position, policy)
  if (nearest === null) return { for: [], against: [reason('wish-other', { occupation: position.occupation.uri })] }
  const { occupationUri: occupation, rank, isco } = nearest.wish
  if (occupation === position.occupation.uri) return { for: [reason('wish-exact', { occupation, rank })], against: [] }
  const shared = isco === position.occupation.isco ? isco : isco.slice(0, 3)
  return { for: [reason('wish-near', { occupation, rank, isco: shared })], against: [] }
}

/** The skills that help but are not required: the gate speaks for the required ones. */
export const skillReasons = ({ newcomer, position }: Pair): BothWays => {
  const required = new Set(position.requiredSkills.map((one) => one.uri))
  const found: BothWays = { for: [], against: [] }
  for (const one of skillFits(newcomer, position)) {
    if (required.has(one.uri)) continue
    if (one.fit === 'present') found.for.push(reason('skill-present', { uri: one.uri, evidence: one.evidence }))
    else if (one.fit === 'near') found.for.push(reason('skill-near', { uri: one.uri, broader: one.broader }))
    else found.against.push(reason('skill-missing', { uri: one.uri }))
  }
  return found
}

/** Months in the unit group, else in the minor group. */
export const experienceReasons = ({ newcomer, position }: Pair): BothWays => {
  for (const group of [position.occupation.isco, position.occupation.isco.slice(0, 3)]) {
    const months = newcomer.experiences
      .filter((one) => one.isco.startsWith(group))
      .reduce((sum, one) => sum + one.months, 0)
    if (months > 0) return { for: [reason('experience', { isco: group, months })], against: [] }
  }
  return { for: [], against: [] }
}

export const lessonReasons = ({ newcomer, position }: Pair): BothWays => {
  const lessons = wantedLessons(newcomer, position)
  return {
    for: lessons.map((uri) => reason('teaches-wanted', { uri })),
    against: position.taughtSkills.length > 0 && lessons.length === 0 ? [reason('teaches-other', {})] : [],
  }
}

export const supportReasons = ({ position }: Pair): BothWays => {
  const pro = position.supports.map((support) => reason('support-offered', { support }))
  if (position.supervisorHours !== null && position.supervisorHours > 0)
    pro.push(reason('supervision', { hours: position.supervisorHours }))
  return { for: pro, against: pro.length === 0 ? [reason('support-none', {})] : [] }
}
