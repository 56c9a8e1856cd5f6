import type { Outcome } from '#db/values/safeguards.ts'

/** Terms of what stands on the site. Our policy, not law. */
export const STANDING_POLICY = {
  version: 'standing-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** An employer hears so many days before that what an officer approved ends. */
  tellsDaysBefore: 14,
} as const

/** Unanswered, and still nothing that an employer can answer: the figure of the labour market is imported. */
const NOT_THE_EMPLOYERS: readonly string[] = ['tension-unknown']

type Read = { outcome?: Outcome; code: string; approved?: true }

/** What holds a place up: reasons that ask for a person or block, and that nobody let pass. */
export const holding = <R extends Read>(reasons: readonly R[]): R[] =>
  reasons.filter(({ outcome, approved }) => !approved && (outcome === 'human' || outcome === 'block'))

/** Whether a reason is a question that its employer has not answered, or whose answer is too old. */
export const isUnanswered = ({ code }: Pick<Read, 'code'>): boolean =>
  code.endsWith('-unknown') && !NOT_THE_EMPLOYERS.includes(code)

/**
 * Whether an officer has to decide before a place on the site is proposed again: a person is asked for by more than unanswered questions. Where
 * something blocks, nobody decides: it is mended or ends (ruling 8).
 */
export const asksOfficer = (verdict: { outcome: Outcome; reasons: readonly Read[] }): boolean =>
  verdict.outcome === 'human' && holding(verdict.reasons).some((one) => !isUnanswered(one))

/** The same as was told before: the same rules for the same reasons, whatever their numbers. */
export const isToldBefore = (
  told: readonly (Read & { ruleId?: string })[],
  now: readonly (Read & { ruleId?: string })[],
): boolean => {
  const keys = (reasons: typeof told) =>
    holding(reasons)
      .map(({ ruleId, outcome, code }) => `${ruleId}:${outcome}:${code}`)
      .sort()
      .join(' ')
  return keys(told) === keys(now)
}
