import type { Judged } from '#db/values/positions.ts'
import { type Override, withOverride } from '#server/safeguards/rules/override.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** What an override is bound to, in the order in which a page tells it. */
const JUDGED_FIELDS = [
  'type',
  'occupationUri',
  'establishmentId',
  'seats',
  'hoursPerWeek',
  'startsOn',
  'endsOn',
] as const satisfies readonly (keyof Judged)[]
export type JudgedField = (typeof JUDGED_FIELDS)[number]

/** The terms of a position, or of a form that is filled in, that an answer is about. */
export const judgedOf = (position: Judged): Judged => ({
  establishmentId: position.establishmentId,
  type: position.type,
  occupationUri: position.occupationUri,
  seats: position.seats,
  hoursPerWeek: position.hoursPerWeek,
  startsOn: position.startsOn,
  endsOn: position.endsOn,
})

/** Which of the terms are others than those that were judged; all of them where it is not known what was. */
export const changedSince = (judged: Judged | null, now: Judged): JudgedField[] =>
  JUDGED_FIELDS.filter((field) => judged === null || judged[field] !== now[field])

/** An override with the terms that its two people read. */
export type BoundOverride = Override & { id: string; judged: Judged | null }

/**
 * The verdict after every override that stands: each lets pass the blocks that its two people read, where the rule may be overridden, and while the
 * terms are those that were judged.
 */
export const withOverrides = (
  verdict: Verdict,
  overrides: readonly BoundOverride[],
  policy: SafeguardPolicy,
  now: Judged,
): Verdict =>
  overrides
    .filter(({ judged }) => changedSince(judged, now).length === 0)
    .reduce((standing, one) => withOverride(standing, one, policy), verdict)
