import type { Moment, Outcome, RuleBasis } from '#db/values/safeguards.ts'
import type { SAFEGUARD_PARAMS, SafeguardCode } from './codes.ts'
import type { PersonSafeguardFacts, PositionSafeguardFacts } from './facts.ts'
import type { SafeguardPolicy } from './policy.ts'

/** What a rule gets: facts, policy and days; a rule reads nothing else. */
export type Asked = {
  moment: Moment
  position: PositionSafeguardFacts
  person: PersonSafeguardFacts | null
  policy: SafeguardPolicy
  today: string
  /** The planned start, today while there is none (ruling 12). */
  start: string
  /** The day from which look-backs count: the start, but until somebody starts never a day that has passed. */
  lookBackFrom: string
}

export type Finding = { outcome: Outcome; code: SafeguardCode; params: Record<string, string | number> }

/** Where a rule comes from: law, published policy, or our own design. Own rules are shown as policy, never as law. */
export type Basis = { kind: RuleBasis; text: string }

/** One safeguard: a row of the table. */
export type SafeguardRule = {
  id: string
  name: string
  /** Asked at these moments only (ruling 1). */
  moments: readonly Moment[]
  basis: Basis
  /** Rules carry a date, so that an old answer keeps the rule of its day. */
  since: string
  appliesTo: (position: PositionSafeguardFacts) => boolean
  /** Every finding, never only the first; empty = in order. */
  ask: (asked: Asked) => Finding[]
  /** What the rule read, stored with the verdict as evidence; no personal data. */
  inputs: (asked: Asked) => Record<string, unknown>
}

/** The moments of a rule about the place itself: facts age, so it is asked again each time. */
export const PLACE_MOMENTS = ['publish', 'propose', 'start', 'extend'] as const satisfies readonly Moment[]
export const SINCE = '2026-11-01'

/** One finding whose parameters are exactly those of the table. */
export const finding = <C extends SafeguardCode>(
  outcome: Outcome,
  code: C,
  params: Record<(typeof SAFEGUARD_PARAMS)[C][number], string | number>,
): Finding => ({ outcome, code, params })
