import type { PositionType } from '#db/values/positions.ts'
import type { PositionSafeguardFacts } from './facts.ts'

/** The sets of ruling 3. A rule applies to a set, never to a hand-made list. */
type Placed = Pick<PositionSafeguardFacts, 'type' | 'hourlyWageCents' | 'wageSubsidy'>

const PAID: readonly PositionType[] = [
  'REGULAR_JOB',
  'START_JOB',
  'APPRENTICESHIP_BBL',
  'WAGE_SUBSIDISED_JOB',
  'SECONDMENT',
]
const UNPAID_WORK: readonly PositionType[] = [
  'UWV_TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'WAGE_VALUE_TRIAL',
  'WORK_EXPERIENCE',
  'PARTICIPATION_PLACEMENT',
]
const UNPAID_OTHER: readonly PositionType[] = ['SOCIETAL_PARTICIPATION', 'Z_ROUTE_PARTICIPATION', 'VOLUNTEER']
const TRIALS: readonly PositionType[] = ['UWV_TRIAL_PLACEMENT', 'TRIAL_PLACEMENT', 'WAGE_VALUE_TRIAL']

/** Practical learning is paid where there is a contract, which shows as a wage. */
export const isPaid = ({ type, hourlyWageCents }: Placed): boolean =>
  PAID.includes(type) || (type === 'PRACTICAL_LEARNING' && hourlyWageCents !== null)

export const isUnpaidWork = ({ type, hourlyWageCents }: Placed): boolean =>
  UNPAID_WORK.includes(type) || (type === 'PRACTICAL_LEARNING' && hourlyWageCents === null)

export const isUnpaidOther = ({ type }: Placed): boolean => UNPAID_OTHER.includes(type)

/** Both unpaid sets: what "all unpaid" means outside the rules about unpaid work alone. */
export const isUnpaid = (placed: Placed): boolean => isUnpaidWork(placed) || isUnpaidOther(placed)

export const isLearning = (placed: Placed): boolean =>
  placed.type === 'APPRENTICESHIP_BBL' ||
  placed.type === 'PRACTICAL_LEARNING' ||
  placed.type === 'INTERNSHIP' ||
  isUnpaidWork(placed)

/** A paid place of which nobody said whether its wage is subsidised. */
export const isSubsidyUnknown = (placed: Placed): boolean =>
  placed.type !== 'WAGE_SUBSIDISED_JOB' && isPaid(placed) && placed.wageSubsidy === null

/** Any paid place that declares a wage subsidy, and any of which it is not known: silence is never read as no. */
export const isSubsidised = (placed: Placed): boolean =>
  placed.type === 'WAGE_SUBSIDISED_JOB' || (isPaid(placed) && placed.wageSubsidy !== false)

export const isTrial = ({ type }: Placed): boolean => TRIALS.includes(type)
