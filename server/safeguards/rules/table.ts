import { contractChain, doubleSubsidy, probationAfterTrial, probationLimits } from './contract.ts'
import { staffMeeting, worksCouncil } from './council.ts'
import {
  additionality,
  dismissals,
  dismissalsOfNovember,
  endedContracts,
  endedContractsOfNovember,
  industrialAction,
  motive,
  openVacancy,
  openVacancyOfNovember,
} from './displacement.ts'
import { durations } from './duration.ts'
import { languageDemand, learningPlan, supervision } from './guidance.ts'
import { sameRoleBefore, stacking } from './history.ts'
import { followUp, insurance, intention, namedInstrument } from './instrument.ts'
import { lessonsFirst } from './integration.ts'
import { learningPredominates, recognisedCompany } from './learning.ts'
import { shortage } from './market.ts'
import { pause, signals } from './monitor.ts'
import { ageLimit, participationReviews } from './participation.ts'
import { consent, neverAFee, neverAFeeOfNovember, permitEnds, rightToWork, rightToWorkOfNovember } from './person.ts'
import type { SafeguardPolicy } from './policy.ts'
import { asylumSeeker, asylumVolunteer, displacedPerson } from './right-to-work.ts'
import type { SafeguardRule } from './rule.ts'
import { secondment } from './secondment.ts'
import { wageFloor, wageFloorOfNovember } from './wage.ts'

/** Every version of every safeguard there was, in the order of the catalogue. A new rule is one more row; a changed one too. */
export const SAFEGUARD_RULES: readonly SafeguardRule[] = [
  wageFloorOfNovember,
  wageFloor,
  namedInstrument,
  ...durations,
  intention,
  probationAfterTrial,
  sameRoleBefore,
  stacking,
  additionality,
  endedContractsOfNovember,
  endedContracts,
  openVacancyOfNovember,
  openVacancy,
  dismissalsOfNovember,
  dismissals,
  industrialAction,
  motive,
  learningPlan,
  supervision,
  learningPredominates,
  recognisedCompany,
  rightToWorkOfNovember,
  rightToWork,
  asylumSeeker,
  asylumVolunteer,
  displacedPerson,
  permitEnds,
  worksCouncil,
  staffMeeting,
  secondment,
  neverAFeeOfNovember,
  neverAFee,
  contractChain,
  followUp,
  insurance,
  lessonsFirst,
  ageLimit,
  participationReviews,
  consent,
  languageDemand,
  shortage,
  doubleSubsidy,
  probationLimits,
  signals,
  pause,
]

const chosen = new Map<string, readonly SafeguardRule[]>()

/** The rules that a policy asks: the version of each that was in force on its day. */
export const rulesOf = (policy: Pick<SafeguardPolicy, 'datedOn'>): readonly SafeguardRule[] => {
  const { datedOn } = policy
  const known = chosen.get(datedOn)
  if (known) return known
  const rules = SAFEGUARD_RULES.filter((one) => one.since <= datedOn && (one.until === null || one.until >= datedOn))
  chosen.set(datedOn, rules)
  return rules
}
