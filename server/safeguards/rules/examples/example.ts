import type { Moment, Outcome } from '#db/values/safeguards.ts'
import { answerCase, type CaseAnswer, type SafeguardCase, safeguardCase } from '../case.ts'
import type { Bilingual } from '../titles.ts'
import {
  type GivenPerson,
  type GivenPosition,
  type GivenStaffing,
  PAID_IN_ORDER,
  PERSON_IN_ORDER,
  PLACE_IN_ORDER,
  QUIET_STAFFING,
  TRIAL_IN_ORDER,
} from './bases.ts'

const BASES = { unpaid: PLACE_IN_ORDER, paid: PAID_IN_ORDER, trial: TRIAL_IN_ORDER }

/** A whole case as people tell it: given, when, then. Readable as a page of examples, and held against the rules by a test. */
export type SafeguardExample = {
  id: string
  title: Bilingual
  given: Bilingual
  when: Moment
  so: Bilingual
  /** The facts: all in order for such a place, save what is named here. */
  base: keyof typeof BASES
  position?: Partial<GivenPosition>
  staffing?: Partial<GivenStaffing>
  person?: Partial<GivenPerson>
  municipality?: NonNullable<SafeguardCase['policy']['municipality']>
  outcome: Outcome
  /** Every reason that is not `ok`, as `rule outcome code`. */
  reasons: readonly string[]
}

/** The day on which the examples are told. */
const EXAMPLE_DAY = '2026-11-22'

const isAboutPerson = (when: Moment): boolean => when === 'start' || when === 'extend' || when === 'disclose'

/** The facts of an example in full, as the command reads them. */
export const caseOf = (example: SafeguardExample): SafeguardCase =>
  safeguardCase.parse({
    moment: example.when,
    today: EXAMPLE_DAY,
    ...(example.municipality && { policy: { municipality: example.municipality } }),
    position: {
      ...BASES[example.base],
      ...example.position,
      staffing: { ...QUIET_STAFFING, ...BASES[example.base].staffing, ...example.staffing },
    },
    person: isAboutPerson(example.when) ? { ...PERSON_IN_ORDER, ...example.person } : null,
  })

/** What the rules say of an example. */
export const answerOf = (example: SafeguardExample): CaseAnswer => answerCase(caseOf(example), EXAMPLE_DAY)

/** The reasons of an answer that are not in order, as an example writes them. */
export const saidBy = (answer: CaseAnswer): string[] =>
  answer.rules.flatMap(({ rule, reasons }) =>
    reasons.filter((one) => one.outcome !== 'ok').map(({ outcome, code }) => `${rule} ${outcome} ${code}`),
  )
