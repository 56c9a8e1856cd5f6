import type { SafeguardExample } from './example.ts'
import { EXTEND_EXAMPLES } from './extend.ts'
import { MORE_EXAMPLES } from './more.ts'
import { TRIAL_EXAMPLES } from './trials.ts'
import { UNPAID_EXAMPLES } from './unpaid.ts'

/** The whole cases, in the order of the page of examples. */
export const SAFEGUARD_EXAMPLES: readonly SafeguardExample[] = [
  ...UNPAID_EXAMPLES,
  ...TRIAL_EXAMPLES,
  ...MORE_EXAMPLES,
  ...EXTEND_EXAMPLES,
]
