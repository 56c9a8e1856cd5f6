/** One step of the statutory minimum wage for 21 and older, per hour in cents. `cents` null = not verified by us. */
type WageStep = { from: string; cents: number | null }

/** The numbers that rules ask with; who sets each stands in `numbers.ts`. Months are calendar months. */
export type SafeguardNumbers = {
  uwvTrialNormalMonths: number
  uwvTrialMaxMonths: number
  trialNormalMonths: number
  trialMaxMonths: number
  wageValueTrialMaxMonths: number
  participationNormalMonths: number
  participationMaxMonths: number
  workExperienceNormalMonths: number
  workExperienceMaxMonths: number
  intentionMonths: number
  endedContractMonths: number
  dismissalWeeks: number
  concernMonths: number
  supervisorLeastHours: number
  supervisorMostTrainees: number
  /** From this share above the last verified minimum wage a wage is safe, per cent (ruling 7). */
  wageMarginPercent: number
  /** Stacking counts days (ruling 12): at one employer in all, and of one person in the window before the start. */
  stackingEmployerDays: number
  stackingPersonDays: number
  stackingWindowMonths: number
  productiveSharePercent: number
  /** Months from the application after which an asylum seeker may work: 6 unless the nation changes it (ruling 9). */
  asylumWaitMonths: number
  noticeWorkingDays: number
  worksCouncilEmployees: number
  worksCouncilPlaces: number
  staffMeetingEmployees: number
  chainContracts: number
  chainMonths: number
  chainGapMonths: number
  weekMostHours: number
  /** UWV tension: from here tight, below there ample; a figure is good for so many months after its quarter. */
  tensionTight: number
  tensionAmple: number
  tensionGoodMonths: number
}

export type SafeguardChoices = {
  /** What an ample market gives for unpaid work: a block is our choice without a ground in law, so a person by default (ruling 8). */
  ampleMarket: 'human' | 'block'
}

export type SafeguardPolicy = {
  version: string
  /** Rules and their versions are those in force on this day. */
  datedOn: string
  label: 'policy'
  numbers: SafeguardNumbers
  choices: SafeguardChoices
  minimumWage: readonly WageStep[]
  /** Share of the adult amount by age, permille; 21 and older have the whole. */
  youthWage: Readonly<Record<number, number>>
  /** From this day a lender needs admission (Wtta). */
  lenderAdmissionFrom: string
}

/**
 * The policy with which the site began. The wage amounts of 2025-07-01 and 2026-01-01 are verified; the amount of 2026-07-01 is not,
 * so ruling 7 decides from that day on. Which numbers a municipality may set otherwise stands in `numbers.ts`.
 */
export const SAFEGUARD_POLICY: SafeguardPolicy = {
  version: '2026-11',
  datedOn: '2026-11-01',
  label: 'policy',
  numbers: {
    uwvTrialNormalMonths: 2,
    uwvTrialMaxMonths: 6,
    trialNormalMonths: 2,
    trialMaxMonths: 6,
    wageValueTrialMaxMonths: 3,
    participationNormalMonths: 24,
    participationMaxMonths: 48,
    workExperienceNormalMonths: 3,
    workExperienceMaxMonths: 6,
    intentionMonths: 6,
    endedContractMonths: 12,
    dismissalWeeks: 26,
    concernMonths: 12,
    supervisorLeastHours: 2,
    supervisorMostTrainees: 3,
    wageMarginPercent: 4,
    stackingEmployerDays: 183,
    stackingPersonDays: 365,
    stackingWindowMonths: 24,
    productiveSharePercent: 50,
    asylumWaitMonths: 6,
    noticeWorkingDays: 2,
    worksCouncilEmployees: 50,
    worksCouncilPlaces: 5,
    staffMeetingEmployees: 10,
    chainContracts: 3,
    chainMonths: 36,
    chainGapMonths: 6,
    weekMostHours: 40,
    tensionTight: 1.5,
    tensionAmple: 0.67,
    tensionGoodMonths: 12,
  },
  choices: { ampleMarket: 'human' },
  minimumWage: [
    { from: '2025-07-01', cents: 1440 },
    { from: '2026-01-01', cents: 1471 },
    { from: '2026-07-01', cents: null },
  ],
  youthWage: { 15: 300, 16: 345, 17: 395, 18: 500, 19: 600, 20: 800 },
  lenderAdmissionFrom: '2027-01-01',
}

/** The same numbers with the whole catalogue of 41 rules and the pause by monitors; for whoever answers all its questions. */
export const WHOLE_POLICY: SafeguardPolicy = { ...SAFEGUARD_POLICY, version: '2026-11-22', datedOn: '2026-11-22' }

/** A change that holds for everybody from a day on: by decree, by law or by UWV, never a municipality's. */
export type NationalChange = {
  version: string
  datedOn: string
  numbers?: Partial<SafeguardNumbers>
  minimumWage?: SafeguardPolicy['minimumWage']
}

/** A policy per change, each on the one before it, so that an answer names the numbers with which it was given. */
export const policiesAfter = (base: SafeguardPolicy, changes: readonly NationalChange[]): SafeguardPolicy[] => {
  let before = base
  return changes.map(({ numbers, ...change }) => {
    before = { ...before, ...change, numbers: { ...before.numbers, ...numbers } }
    return before
  })
}

/**
 * What changed for everybody since the whole catalogue came into force: a row a change, the oldest first, never changed after its day. The waiting time of
 * asylum seekers is the first to expect: 3 months where the decree of 2026 is in force, which nobody has verified yet.
 */
const NATIONAL_CHANGES: readonly NationalChange[] = []

/** Every policy there was, the oldest first: an answer is read with the one of its version. */
export const SAFEGUARD_POLICIES: readonly SafeguardPolicy[] = [
  SAFEGUARD_POLICY,
  WHOLE_POLICY,
  ...policiesAfter(WHOLE_POLICY, NATIONAL_CHANGES),
]
