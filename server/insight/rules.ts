/** The stages of the way to work, in order. A person can stand in more than one: counts do not add up. */
export const STAGES = [
  'intake',
  'available',
  'proposed',
  'shortlisted',
  'consented',
  'accepted',
  'placed',
  'sustained',
] as const
export type Stage = (typeof STAGES)[number]

/** Fewer people than this are not shown (ruling 26). */
export const LEAST_SHOWN = 10

/** `count` null = suppressed: fewer than ten people, or hidden so that those cannot be worked out. */
export type StageCount = { stage: Stage; count: number | null }

/**
 * Hides small counts of people (ruling 26). Where exactly one would be hidden, the next smallest is hidden too, so that a total known
 * from elsewhere does not give it away.
 * @param counts people per stage; nought is hidden as well
 * @param rest people outside the reader's own municipality per stage, where the reader could subtract; null otherwise
 */
export const suppressed = (
  counts: ReadonlyMap<Stage, number>,
  rest: ReadonlyMap<Stage, number> | null = null,
): StageCount[] => {
  const all = STAGES.map((stage) => ({ stage, people: counts.get(stage) ?? 0 }))
  const hidden = new Set(
    all
      .filter(({ stage, people }) => people < LEAST_SHOWN || (rest !== null && (rest.get(stage) ?? 0) < LEAST_SHOWN))
      .map(({ stage }) => stage),
  )
  if (hidden.size === 1) {
    const [next] = all.filter(({ stage }) => !hidden.has(stage)).sort((x, y) => x.people - y.people)
    if (next) hidden.add(next.stage)
  }
  return all.map(({ stage, people }) => ({ stage, count: hidden.has(stage) ? null : people }))
}
