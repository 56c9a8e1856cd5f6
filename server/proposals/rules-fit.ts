import { FIT_PARTS, type FitPart } from '#db/values/proposals.ts'
import { COACH_ONLY_REASONS, type Parts, partOf, type Reason } from '#server/matching/rules/reasons.ts'

/** A fit as it is stored: the codes are the engine's, as plain text. */
type AnyFit = Record<FitPart, { for: readonly AnyReason[]; against: readonly AnyReason[] }>
type AnyReason = { code: string; params: Record<string, string | number>; source?: unknown }

/**
 * The fit as the newcomer's own pages show it: without the reasons of the legal check, which the coach explains in person, and with the
 * states that belong to what is left. The employer's card leaves out the same reasons.
 */
export const fitForNewcomer = (fit: AnyFit): Parts =>
  Object.fromEntries(FIT_PARTS.map((part) => [part, partOf(shown(fit[part].for), shown(fit[part].against))])) as Parts

const shown = (reasons: readonly AnyReason[]): Reason[] =>
  (reasons as readonly Reason[]).filter((one) => !(COACH_ONLY_REASONS as readonly string[]).includes(one.code))
