import type { RuleBasis } from '#db/values/safeguards.ts'
import type { SafeguardNumbers, SafeguardPolicy } from './policy.ts'
import type { Bilingual, RuleId } from './titles.ts'

/** A number of the policy as a page shows and checks it. */
export type NumberRow = {
  title: Bilingual
  unit: 'months' | 'weeks' | 'days' | 'hours' | 'percent' | 'count' | 'ratio'
  least: number
  most: number
  /** The rules that read it. */
  rules: readonly RuleId[]
  /** What the number itself stands on: `law` cannot be set by a municipality. */
  tag: RuleBasis
}

const row = (
  nl: string,
  en: string,
  unit: NumberRow['unit'],
  [least, most]: readonly [number, number],
  tag: RuleBasis,
  ...rules: RuleId[]
): NumberRow => ({ title: { nl, en }, unit, least, most, rules, tag })

const TERM = [1, 24] as const

/** Every number of the policy. What the law sets is shown and not open to change. */
export const NUMBER_ROWS: Readonly<Record<keyof SafeguardNumbers, NumberRow>> = {
  uwvTrialNormalMonths: row('Proefplaats UWV, gewoon', 'UWV trial, normal', 'months', TERM, 'policy', 'DSP-03a'),
  uwvTrialMaxMonths: row('Proefplaats UWV, het meeste', 'UWV trial, most', 'months', TERM, 'policy', 'DSP-03a'),
  trialNormalMonths: row('Proefplaats gemeente, gewoon', 'Municipal trial, normal', 'months', TERM, 'own', 'DSP-03b'),
  trialMaxMonths: row('Proefplaats gemeente, het meeste', 'Municipal trial, most', 'months', TERM, 'own', 'DSP-03b'),
  wageValueTrialMaxMonths: row('Loonwaardemeting', 'Wage-value trial', 'months', [1, 3], 'law', 'DSP-03c'),
  participationNormalMonths: row('Participatieplaats', 'Participation placement', 'months', [1, 24], 'law', 'DSP-03d'),
  participationMaxMonths: row(
    'Participatieplaats met verlenging',
    'Participation placement, extended',
    'months',
    [1, 48],
    'law',
    'DSP-03d',
  ),
  workExperienceNormalMonths: row('Werkervaring, gewoon', 'Work experience, normal', 'months', TERM, 'own', 'DSP-03e'),
  workExperienceMaxMonths: row('Werkervaring, het meeste', 'Work experience, most', 'months', TERM, 'own', 'DSP-03e'),
  intentionMonths: row('Contract na een proefplaats', 'Contract after a trial', 'months', [1, 24], 'policy', 'DSP-04'),
  stackingEmployerDays: row(
    'Onbetaald bij één werkgever, in totaal',
    'Unpaid with one employer, in all',
    'days',
    [0, 730],
    'own',
    'DSP-07',
  ),
  stackingPersonDays: row(
    'Onbetaald van één persoon, in de terugblik',
    'Unpaid of one person, looking back',
    'days',
    [0, 1460],
    'own',
    'DSP-07',
  ),
  stackingWindowMonths: row(
    'Terugblik op onbetaald werk',
    'Look back on unpaid work',
    'months',
    [1, 60],
    'own',
    'DSP-07',
  ),
  endedContractMonths: row(
    'Terugblik op gestopte contracten',
    'Look back on ended contracts',
    'months',
    [1, 60],
    'own',
    'DSP-09',
  ),
  dismissalWeeks: row('Terugblik op ontslag', 'Look back on dismissals', 'weeks', [1, 104], 'policy', 'DSP-11'),
  supervisorLeastHours: row(
    'Begeleiding per week, minstens',
    'Supervision a week, least',
    'hours',
    [0, 40],
    'own',
    'DSP-15',
  ),
  supervisorMostTrainees: row(
    'Mensen per begeleider, hooguit',
    'People per supervisor, most',
    'count',
    [1, 20],
    'own',
    'DSP-15',
  ),
  productiveSharePercent: row(
    'Gewoon productief werk, hooguit',
    'Plainly productive work, most',
    'percent',
    [0, 100],
    'own',
    'DSP-16',
  ),
  asylumWaitMonths: row(
    'Wachttijd in de asielprocedure',
    'Waiting time in the asylum procedure',
    'months',
    [0, 12],
    'law',
    'DSP-19',
  ),
  noticeWorkingDays: row(
    'Melding bij UWV vooraf, werkdagen',
    'Notice to UWV beforehand, working days',
    'days',
    [0, 10],
    'law',
    'DSP-21',
  ),
  worksCouncilEmployees: row(
    'Ondernemingsraad vanaf',
    'Works council from',
    'count',
    [50, 50],
    'law',
    'DSP-23',
    'DSP-24',
  ),
  worksCouncilPlaces: row(
    'Plekken tegelijk voor advies, vanaf',
    'Places at once for advice, from',
    'count',
    [1, 100],
    'own',
    'DSP-23',
  ),
  staffMeetingEmployees: row('Personeel inlichten vanaf', 'Telling the staff from', 'count', [1, 49], 'law', 'DSP-24'),
  chainContracts: row('Tijdelijke contracten, hooguit', 'Fixed-term contracts, most', 'count', [1, 6], 'law', 'DSP-27'),
  chainMonths: row('Tijdelijke contracten samen', 'Fixed-term contracts together', 'months', [1, 60], 'law', 'DSP-27'),
  chainGapMonths: row(
    'Tussenpoos die de keten breekt',
    'Gap that breaks the chain',
    'months',
    [1, 60],
    'law',
    'DSP-27',
  ),
  weekMostHours: row(
    'Werk en lessen per week, hooguit',
    'Work and lessons a week, most',
    'hours',
    [1, 60],
    'own',
    'DSP-30',
  ),
  tensionTight: row('Krappe arbeidsmarkt vanaf', 'Tight labour market from', 'ratio', [0, 20], 'policy', 'DSP-35'),
  tensionAmple: row('Ruime arbeidsmarkt onder', 'Ample labour market below', 'ratio', [0, 20], 'policy', 'DSP-35'),
  tensionGoodMonths: row(
    'Cijfer over tekort is goed voor',
    'Figure of shortage is good for',
    'months',
    [1, 36],
    'own',
    'DSP-35',
  ),
  wageMarginPercent: row(
    'Veilig boven een oud minimumloon',
    'Safe above an old minimum wage',
    'percent',
    [0, 50],
    'own',
    'DSP-01',
  ),
  concernMonths: row('Terugblik op signalen', 'Look back on signals', 'months', [1, 60], 'own', 'MON-12'),
}

export const NUMBER_NAMES = Object.keys(NUMBER_ROWS) as (keyof SafeguardNumbers)[]

/** The numbers of a policy that one rule reads: part of the trail of its answer. */
export const numbersOf = (ruleId: string, policy: SafeguardPolicy): Partial<SafeguardNumbers> =>
  Object.fromEntries(
    NUMBER_NAMES.filter((name) => NUMBER_ROWS[name].rules.some((id) => id === ruleId)).map((name) => [
      name,
      policy.numbers[name],
    ]),
  )

/**
 * What is wrong with what a municipality would set: outside the limits, of law, or not going together.
 * @returns names of numbers; empty = it can be proposed
 */
export const wrongNumbers = (numbers: Partial<SafeguardNumbers>, base: SafeguardPolicy): (keyof SafeguardNumbers)[] => {
  const all = { ...base.numbers, ...numbers }
  const pairs = [
    ['uwvTrialNormalMonths', 'uwvTrialMaxMonths'],
    ['trialNormalMonths', 'trialMaxMonths'],
    ['workExperienceNormalMonths', 'workExperienceMaxMonths'],
    ['tensionAmple', 'tensionTight'],
  ] as const
  return NUMBER_NAMES.filter((name) => {
    const value = numbers[name]
    if (value === undefined || value === base.numbers[name]) return false
    const { least, most, tag, unit } = NUMBER_ROWS[name]
    if (tag === 'law' || value < least || value > most) return true
    if (unit !== 'ratio' && unit !== 'hours' && unit !== 'percent' && !Number.isInteger(value)) return true
    return pairs.some(([low, high]) => (low === name || high === name) && all[low] > all[high])
  })
}
