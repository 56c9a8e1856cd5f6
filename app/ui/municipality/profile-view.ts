import type { Outcome, ProfileState, RuleBasis, SignalSubject } from '#db/values/safeguards.ts'
import type { NumberUnit } from './case-view.ts'

/** One number of the policy. `base` holds where a municipality set nothing, `value` here. */
export type NumberShown = {
  name: string
  title: string
  unit: NumberUnit
  /** What a municipality may set; null = others set it. */
  limits: readonly [least: number, most: number] | null
  /** Why a municipality may set it so far, or where the number comes from. */
  ground: string
  setBy: 'municipality' | 'uwv' | 'national' | 'instroom'
  tag: RuleBasis
  rules: { id: string; title: string }[]
  base: number
  value: number
}
export type VersionShown = {
  id: string
  version: number
  fromOn: string
  untilOn: string | null
  source: string
  isVerified: boolean
  state: ProfileState
  proposedByName: string
}
/** What other numbers of the monitors would change for the signals of today; null = none of them changes. */
export type MonitorPreviewShown = {
  workplaces: number
  changed: {
    monitor: string
    title: string
    level: SignalSubject
    name: string
    about: string | null
    before: SignalFound | null
    after: SignalFound | null
  }[]
} | null
type SignalFound = { outcome: Outcome | 'too-little-data'; code: string; params: Record<string, string | number> }

type Found = { code: string; params: Record<string, string | number> }
/** What other numbers would change for the positions of today. */
export type PreviewShown = {
  asked: number
  changed: {
    positionId: string
    code: string
    title: string
    employerName: string
    before: Outcome
    after: Outcome
    appears: Found[]
    disappears: Found[]
  }[]
  tally: Record<string, number>
  /** Names of changed numbers that no place shows. */
  atStart: string[]
}
