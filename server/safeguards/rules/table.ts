import { additionality, dismissals, endedContracts, industrialAction, motive, openVacancy } from './displacement.ts'
import { durations } from './duration.ts'
import { languageDemand, learningPlan, supervision } from './guidance.ts'
import { followUp, insurance, intention, namedInstrument } from './instrument.ts'
import { signals } from './monitor.ts'
import { consent, neverAFee, rightToWork } from './person.ts'
import type { SafeguardRule } from './rule.ts'
import { wageFloor } from './wage.ts'

/** The safeguards in force, in the order of the catalogue. A new rule is one more row. */
export const SAFEGUARD_RULES: readonly SafeguardRule[] = [
  wageFloor,
  namedInstrument,
  ...durations,
  intention,
  additionality,
  endedContracts,
  openVacancy,
  dismissals,
  industrialAction,
  motive,
  learningPlan,
  supervision,
  rightToWork,
  neverAFee,
  followUp,
  insurance,
  consent,
  languageDemand,
  signals,
]
