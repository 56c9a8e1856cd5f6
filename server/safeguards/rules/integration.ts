import type { WeekBlock } from './facts.ts'
import { type Asked, type Finding, finding, PERSON_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'

const overlap = (lesson: WeekBlock, work: WeekBlock, travel: number): number =>
  lesson.weekday !== work.weekday
    ? 0
    : Math.max(0, Math.min(lesson.to + travel, work.to) - Math.max(lesson.from - travel, work.from))

const minutesOf = (blocks: readonly WeekBlock[]): number =>
  blocks.reduce((sum, one) => sum + Math.max(0, one.to - one.from), 0)

/** Travel between lesson and work counts for overlap and not for the hours (ruling 13). Stored are sums, never the week of a person. */
const lessonInputs = ({ person, position }: Asked) => {
  const lessons = person?.lessons ?? null
  const work = position.workBlocks ?? null
  const travel = person?.lessonTravelMinutes ?? null
  const overlapWith = (minutes: number) =>
    lessons === null || work === null
      ? null
      : lessons.reduce((sum, lesson) => sum + work.reduce((more, one) => more + overlap(lesson, one, minutes), 0), 0)
  const isSameDay = lessons?.some((lesson) => work?.some((one) => one.weekday === lesson.weekday)) ?? false
  return {
    lessonMinutes: lessons === null ? null : minutesOf(lessons),
    overlapMinutes: overlapWith(travel ?? 0),
    // On different days nobody travels from one to the other.
    isTravelKnown: travel !== null || !isSameDay,
    hoursPerWeek: position.hoursPerWeek,
  }
}

export const lessonsFirst = safeguardRule({
  id: 'DSP-30',
  since: SINCE_WHOLE,
  about: 'person',
  moments: PERSON_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'human',
  appliesTo: () => true,
  inputs: lessonInputs,
  ask: ({ lessonMinutes, overlapMinutes: minutes, isTravelKnown, hoursPerWeek }, { policy }) => {
    if (lessonMinutes === null) return [finding('human', 'lessons-unknown', {})]
    if (lessonMinutes === 0) return []
    const found: Finding[] = []
    if (minutes === null) found.push(finding('human', 'lessons-work-unknown', {}))
    else if (minutes > 0) found.push(finding('human', 'lessons-overlap', { minutes }))
    else if (!isTravelKnown) found.push(finding('human', 'lessons-travel-unknown', {}))
    const most = policy.numbers.weekMostHours
    const hours = hoursPerWeek + lessonMinutes / 60
    if (hours > most) found.push(finding('warn', 'week-too-full', { hours: Math.round(hours * 10) / 10, most }))
    return found
  },
})
