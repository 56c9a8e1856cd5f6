/** Numbers of the monitors. Ours, not law; what a municipality may set stands in `numbers.ts`. Shares in per cent, days and months of the calendar. */
export type MonitorNumbers = {
  windowMonths: number
  serialWarn: number
  serialBlock: number
  backToBackDays: number
  ratioHumanPercent: number
  ratioBlockPercent: number
  flowLeast: number
  flowTrialHumanPercent: number
  flowTrialBlockPercent: number
  flowExperienceWarnPercent: number
  flowContractMonths: number
  endedContractMonths: number
  replacedVacancyDays: number
  shrinkHours: number
  earlyStopLeast: number
  earlyStopPercent: number
  reportLateDays: number
  goalsLeast: number
  goalsPercent: number
  revolvingOf: number
  revolvingHits: number
  extensionLeast: number
  extensionPercent: number
  extensionNormalMonths: number
  answerDays: number
  overrideLeast: number
  overrideMonths: number
  smallCount: number
}

export type MonitorPolicy = { version: string; datedOn: string; label: 'policy'; numbers: MonitorNumbers }

/** Domain text, section 1.5, and ruling 14. */
export const MONITOR_POLICY: MonitorPolicy = {
  version: 'monitors-2026-11-22',
  datedOn: '2026-11-22',
  label: 'policy',
  numbers: {
    windowMonths: 24,
    serialWarn: 2,
    serialBlock: 3,
    backToBackDays: 90,
    ratioHumanPercent: 10,
    ratioBlockPercent: 20,
    flowLeast: 3,
    flowTrialHumanPercent: 50,
    flowTrialBlockPercent: 25,
    flowExperienceWarnPercent: 33,
    flowContractMonths: 6,
    endedContractMonths: 12,
    replacedVacancyDays: 90,
    shrinkHours: 36,
    earlyStopLeast: 5,
    earlyStopPercent: 40,
    reportLateDays: 42,
    goalsLeast: 3,
    goalsPercent: 50,
    revolvingOf: 5,
    revolvingHits: 2,
    extensionLeast: 5,
    extensionPercent: 30,
    extensionNormalMonths: 2,
    answerDays: 14,
    // Of five or fewer nobody can lie more than two standard deviations above the mean.
    overrideLeast: 6,
    overrideMonths: 12,
    smallCount: 10,
  },
}
