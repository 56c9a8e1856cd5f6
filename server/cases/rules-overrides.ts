import { type Override, withOverride } from '#server/safeguards/rules/override.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** The verdict after every override that stands: each lets pass the blocks that its two people read, where the rule may be overridden. */
export const withOverrides = (verdict: Verdict, overrides: readonly Override[], policy: SafeguardPolicy): Verdict =>
  overrides.reduce((standing, one) => withOverride(standing, one, policy), verdict)
