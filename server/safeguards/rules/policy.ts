/** One step of the statutory minimum wage for 21 and older, per hour in cents. `cents` null = not verified by us. */
type WageStep = { from: string; cents: number | null }

/** Numbers that a municipality may set otherwise by its own ordinance or policy. Months are calendar months. */
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
}

export type SafeguardPolicy = {
  version: string
  datedOn: string
  label: 'policy'
  numbers: SafeguardNumbers
  minimumWage: readonly WageStep[]
  /** Share of the adult amount by age, permille; 21 and older have the whole. */
  youthWage: Readonly<Record<number, number>>
}

/**
 * The policy in force. The wage amounts of 2025-07-01 and 2026-01-01 are verified; the amount of 2026-07-01 is not,
 * so ruling 7 decides from that day on. All else is our policy, to be set per municipality.
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
  },
  minimumWage: [
    { from: '2025-07-01', cents: 1440 },
    { from: '2026-01-01', cents: 1471 },
    { from: '2026-07-01', cents: null },
  ],
  youthWage: { 15: 300, 16: 345, 17: 395, 18: 500, 19: 600, 20: 800 },
}

/**
 * The policy of one municipality: the base with its own numbers. The version names both, so a stored verdict says
 * which numbers it was given.
 * @param profile the municipality's code and the version of its ordinance or policy, with only what differs
 */
export const municipalPolicy = (
  base: SafeguardPolicy,
  profile: { code: string; version: string; numbers: Partial<SafeguardNumbers> },
): SafeguardPolicy => ({
  ...base,
  version: `${base.version}+${profile.code}-${profile.version}`,
  numbers: { ...base.numbers, ...profile.numbers },
})
