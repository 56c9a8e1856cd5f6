import { POSITION_TYPES, type PositionType } from '#db/values/positions.ts'
import type { Moment, Outcome, RuleBasis } from '#db/values/safeguards.ts'
import type { SAFEGUARD_PARAMS, SafeguardCode } from './codes.ts'
import type { PersonSafeguardFacts, PositionSafeguardFacts } from './facts.ts'
import type { SafeguardPolicy } from './policy.ts'
import { type Source, sourcesOf } from './sources.ts'
import { RULE_TITLES, type RuleId, type RuleTitle } from './titles.ts'

/** What the inputs of a rule are taken from: facts, policy and days; nothing else. */
export type Asked = {
  moment: Moment
  position: PositionSafeguardFacts
  person: PersonSafeguardFacts | null
  policy: SafeguardPolicy
  today: string
  /** The planned start, today while there is none (ruling 12). */
  start: string
  /** The day from which look-backs count: the start, but never a day that has passed. */
  lookBackFrom: string
}

/** What a rule judges its inputs with. */
export type Ground = { moment: Moment; policy: SafeguardPolicy }

export type Finding = { outcome: Outcome; code: SafeguardCode; params: Record<string, string | number> }

/** Where a rule comes from: law, published policy, or our own design, and where to find it. Own rules are shown as policy, never as law. */
export type Basis = { kind: RuleBasis; sources: readonly Source[] }

type Inputs = Record<string, unknown>

/** What the author of a rule writes down. */
type RuleSpec<I extends Inputs> = {
  id: RuleId
  /** Rises with every change of what the rule asks; a stored answer keeps the version of its day. */
  version?: number
  /** First and last day on which a policy takes this version; null = still in force. */
  since?: string
  until?: string | null
  /** `person`: what it reads is about somebody, so its inputs are never for an employer. */
  about?: 'place' | 'person'
  /** Asked at these moments only (ruling 1). */
  moments: readonly Moment[]
  /** Everything the rule stands on, the strongest first; `basis` says where to find it. */
  tags: readonly [RuleBasis, ...RuleBasis[]]
  /** The worst that it can give. */
  severity: Outcome
  appliesTo: (position: PositionSafeguardFacts, person: PersonSafeguardFacts | null) => boolean
  /** All that the rule reads, and so all that is stored as evidence and enough to ask again: outcomes and counts, no personal data. */
  inputs: (asked: Asked) => I
  /** Every finding, never only the first; empty = in order. A function of its inputs, the moment and the policy alone. */
  ask(inputs: I, ground: Ground): Finding[]
}

/** One safeguard: a row of the table. */
export type SafeguardRule = Required<RuleSpec<Inputs>> & {
  title: RuleTitle
  basis: Basis
  /** The types of position that it is ever asked of, and those with a declared wage subsidy. */
  types: readonly PositionType[]
  typesIfSubsidised: readonly PositionType[]
}

/** The moments of a rule about the place itself: facts age, so it is asked again each time. */
export const PLACE_MOMENTS = ['publish', 'propose', 'start', 'extend'] as const satisfies readonly Moment[]
/** The moments of a rule about one person: nobody is known at publish, and nothing of a check is read before a start (ruling 1). */
export const PERSON_MOMENTS = ['start', 'extend'] as const satisfies readonly Moment[]
/** The rules with which the site began, and the day on which the whole catalogue came into force. */
const SINCE = '2026-11-01'
export const SINCE_WHOLE = '2026-11-22'

/** With and without a wage, and under each rule on the right to work: whoever it is ever asked of stands for the type. */
const isEverAsked = (type: PositionType, appliesTo: RuleSpec<Inputs>['appliesTo'], wageSubsidy: boolean): boolean =>
  [null, 1].some((hourlyWageCents) =>
    ([null, 'asylum-seeker', 'displaced-person'] as const).some((rightRule) =>
      appliesTo(
        { type, hourlyWageCents, wageSubsidy } as PositionSafeguardFacts,
        { rightRule } as PersonSafeguardFacts,
      ),
    ),
  )

/** A row of the table with its title, basis and types filled in. */
export const safeguardRule = <I extends Inputs>(spec: RuleSpec<I>): SafeguardRule => {
  const { id, version = 1, tags } = spec
  return {
    since: SINCE,
    until: null,
    about: 'place',
    ...spec,
    version,
    title: RULE_TITLES[id],
    basis: { kind: tags[0], sources: sourcesOf(id, version) },
    types: POSITION_TYPES.filter((type) => isEverAsked(type, spec.appliesTo, false)),
    typesIfSubsidised: POSITION_TYPES.filter((type) => isEverAsked(type, spec.appliesTo, true)),
  }
}

/** One finding whose parameters are exactly those of the table. */
export const finding = <C extends SafeguardCode>(
  outcome: Outcome,
  code: C,
  params: Record<(typeof SAFEGUARD_PARAMS)[C][number], string | number>,
): Finding => ({ outcome, code, params })
