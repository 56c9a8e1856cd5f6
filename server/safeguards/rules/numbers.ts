import type { RuleBasis } from '#db/values/safeguards.ts'
import type { SafeguardNumbers, SafeguardPolicy } from './policy.ts'
import type { Bilingual, RuleId } from './titles.ts'

/** Who sets a number: a municipality for itself, UWV or the nation for everybody, or Instroom for every municipality alike. */
type SetBy = 'municipality' | 'uwv' | 'national' | 'instroom'

/** A number of the policy as a page shows and checks it. */
export type NumberRow = {
  title: Bilingual
  unit: 'months' | 'weeks' | 'days' | 'hours' | 'percent' | 'count' | 'ratio'
  /** The rules that read it. */
  rules: readonly RuleId[]
  /** What the number itself stands on; what nobody verified is never `law`. */
  tag: RuleBasis
  setBy: SetBy
  /** The least and the most that a municipality may set; null = it is not a municipality's to set. */
  limits: readonly [least: number, most: number] | null
  /** Why a municipality may set it so far, or where the number comes from. */
  ground: Bilingual
}

const both = (nl: string, en: string): Bilingual => ({ nl, en })

/** Why a municipality may choose, and why no further. */
const TRIAL = both(
  'Verordening van de gemeente (Participatiewet art. 8a). Niet langer dan een proefplaats van UWV.',
  'Ordinance of the municipality (Participatiewet art. 8a). No longer than a trial of UWV.',
)
const EXPERIENCE = both(
  'Verordening of beleid van de gemeente: de wet noemt geen getal. Hooguit een jaar.',
  'Ordinance or policy of the municipality: the law names no number. A year at most.',
)
const UNPAID = both(
  'Beleid van de gemeente: de wet noemt geen getal. Niet ruimer dan twee keer ons getal.',
  'Policy of the municipality: the law names no number. No wider than twice our number.',
)
const LOOK_BACK = both(
  'Beleid van de gemeente: de wet noemt geen termijn. Minstens een half jaar.',
  'Policy of the municipality: the law names no term. Half a year at least.',
)
const GUIDANCE = both(
  'Beleid van de gemeente. De Inspectie vraagt begeleiding, zonder een getal te noemen.',
  'Policy of the municipality. The Inspectorate asks for supervision and names no number.',
)
const LEARNING = both(
  'Beleid van de gemeente. Meer dan de helft kan niet: dan staat leren niet voorop.',
  'Policy of the municipality. More than half cannot be: then learning does not come first.',
)
const COUNCIL = both(
  'Beleid van de gemeente: de wet zegt niet hoeveel plekken een groep zijn.',
  'Policy of the municipality: the law does not say how many places make a group.',
)
const WEEK = both(
  'Beleid van de gemeente: werk en lessen samen zijn hooguit een volle werkweek.',
  'Policy of the municipality: work and lessons together are a full working week at most.',
)
const FIGURE = both(
  'Beleid van de gemeente: hoe oud een cijfer van UWV mag zijn.',
  'Policy of the municipality: how old a figure of UWV may be.',
)

const BY_LAW = both('Staat in de wet', 'Stands in the law')
const BY_UWV = both('Voorwaarde van UWV', 'Terms of UWV')
const WAITING = both(
  'Landelijke regel. Of het nieuwe besluit met 3 maanden al geldt, is niet nagekeken.',
  'National rule. Whether the new decree with 3 months is in force has not been verified.',
)
const REHIRE = both(
  'Landelijke regel over ontslag, nog niet nagekeken in de wet',
  'National rule on dismissal, not yet verified in the law',
)
const MARGIN = both(
  'Voor iedereen gelijk, zolang een minimumloon niet is nagekeken',
  'The same for everybody while a minimum wage has not been verified',
)

type Named = readonly [nl: string, en: string]
const own = (
  [nl, en]: Named,
  unit: NumberRow['unit'],
  limits: readonly [number, number],
  ground: Bilingual,
  ...rules: RuleId[]
): NumberRow => ({ title: { nl, en }, unit, rules, tag: 'own', setBy: 'municipality', limits, ground })

const fixed = (
  [nl, en]: Named,
  unit: NumberRow['unit'],
  setBy: Exclude<SetBy, 'municipality'>,
  tag: RuleBasis,
  ground: Bilingual,
  ...rules: RuleId[]
): NumberRow => ({ title: { nl, en }, unit, rules, tag, setBy, limits: null, ground })

const byLaw = (named: Named, unit: NumberRow['unit'], ...rules: RuleId[]) =>
  fixed(named, unit, 'national', 'law', BY_LAW, ...rules)
const byUwv = (named: Named, unit: NumberRow['unit'], ...rules: RuleId[]) =>
  fixed(named, unit, 'uwv', 'policy', BY_UWV, ...rules)

/** Every number of the policy. A municipality sets its own; what the law, UWV or Instroom sets is shown and not open to change. */
export const NUMBER_ROWS: Readonly<Record<keyof SafeguardNumbers, NumberRow>> = {
  uwvTrialNormalMonths: byUwv(['Proefplaats UWV, gewoonlijk', 'UWV trial, normally'], 'months', 'DSP-03a'),
  uwvTrialMaxMonths: byUwv(['Proefplaats UWV, hooguit', 'UWV trial, at most'], 'months', 'DSP-03a'),
  trialNormalMonths: own(
    ['Proefplaats gemeente, gewoonlijk', 'Municipal trial, normally'],
    'months',
    [1, 6],
    TRIAL,
    'DSP-03b',
  ),
  trialMaxMonths: own(
    ['Proefplaats gemeente, hooguit', 'Municipal trial, at most'],
    'months',
    [1, 6],
    TRIAL,
    'DSP-03b',
  ),
  wageValueTrialMaxMonths: byLaw(['Loonwaardemeting', 'Wage-value trial'], 'months', 'DSP-03c'),
  participationNormalMonths: byLaw(['Participatieplaats', 'Participation placement'], 'months', 'DSP-03d'),
  participationMaxMonths: byLaw(
    ['Participatieplaats met verlenging', 'Participation placement, extended'],
    'months',
    'DSP-03d',
  ),
  workExperienceNormalMonths: own(
    ['Werkervaring, gewoonlijk', 'Work experience, normally'],
    'months',
    [1, 12],
    EXPERIENCE,
    'DSP-03e',
  ),
  workExperienceMaxMonths: own(
    ['Werkervaring, hooguit', 'Work experience, at most'],
    'months',
    [1, 12],
    EXPERIENCE,
    'DSP-03e',
  ),
  intentionMonths: byUwv(['Contract na een proefplaats', 'Contract after a trial'], 'months', 'DSP-04'),
  stackingEmployerDays: own(
    ['Onbetaald bij één werkgever, in totaal', 'Unpaid with one employer, in all'],
    'days',
    [0, 366],
    UNPAID,
    'DSP-07',
  ),
  stackingPersonDays: own(
    ['Onbetaald van één persoon, in de terugblik', 'Unpaid of one person, looking back'],
    'days',
    [0, 730],
    UNPAID,
    'DSP-07',
  ),
  stackingWindowMonths: own(
    ['Terugblik op onbetaald werk', 'Look back on unpaid work'],
    'months',
    [6, 60],
    LOOK_BACK,
    'DSP-07',
  ),
  endedContractMonths: own(
    ['Terugblik op gestopte contracten', 'Look back on ended contracts'],
    'months',
    [6, 60],
    LOOK_BACK,
    'DSP-09',
  ),
  dismissalWeeks: fixed(
    ['Terugblik op ontslag', 'Look back on dismissals'],
    'weeks',
    'national',
    'policy',
    REHIRE,
    'DSP-11',
  ),
  supervisorLeastHours: own(
    ['Begeleiding per week, minstens', 'Supervision a week, at least'],
    'hours',
    [1, 40],
    GUIDANCE,
    'DSP-15',
  ),
  supervisorMostTrainees: own(
    ['Mensen per begeleider, hooguit', 'People per supervisor, at most'],
    'count',
    [1, 6],
    GUIDANCE,
    'DSP-15',
  ),
  productiveSharePercent: own(
    ['Gewoon productief werk, hooguit', 'Plainly productive work, at most'],
    'percent',
    [0, 50],
    LEARNING,
    'DSP-16',
  ),
  asylumWaitMonths: fixed(
    ['Wachttijd in de asielprocedure', 'Waiting time in the asylum procedure'],
    'months',
    'national',
    'policy',
    WAITING,
    'DSP-19',
  ),
  noticeWorkingDays: byLaw(
    ['Melding bij UWV vooraf, werkdagen', 'Notice to UWV beforehand, working days'],
    'days',
    'DSP-21',
  ),
  worksCouncilEmployees: byLaw(['Ondernemingsraad vanaf', 'Works council from'], 'count', 'DSP-23', 'DSP-24'),
  worksCouncilPlaces: own(
    ['Plekken tegelijk voor advies, vanaf', 'Places at once for advice, from'],
    'count',
    [1, 25],
    COUNCIL,
    'DSP-23',
  ),
  staffMeetingEmployees: byLaw(['Personeel inlichten vanaf', 'Telling the staff from'], 'count', 'DSP-24'),
  chainContracts: byLaw(['Tijdelijke contracten, hooguit', 'Fixed-term contracts, at most'], 'count', 'DSP-27'),
  chainMonths: byLaw(['Tijdelijke contracten samen', 'Fixed-term contracts together'], 'months', 'DSP-27'),
  chainGapMonths: byLaw(['Tussenpoos die de keten breekt', 'Gap that breaks the chain'], 'months', 'DSP-27'),
  weekMostHours: own(
    ['Werk en lessen per week, hooguit', 'Work and lessons a week, at most'],
    'hours',
    [16, 48],
    WEEK,
    'DSP-30',
  ),
  tensionTight: byUwv(['Krappe arbeidsmarkt vanaf', 'Tight labour market from'], 'ratio', 'DSP-35'),
  tensionAmple: byUwv(['Ruime arbeidsmarkt onder', 'Ample labour market below'], 'ratio', 'DSP-35'),
  tensionGoodMonths: own(
    ['Cijfer over tekort is goed voor', 'Figure of shortage is good for'],
    'months',
    [3, 24],
    FIGURE,
    'DSP-35',
  ),
  wageMarginPercent: fixed(
    ['Veilig boven een oud minimumloon', 'Safe above an old minimum wage'],
    'percent',
    'instroom',
    'own',
    MARGIN,
    'DSP-01',
  ),
  concernMonths: own(['Terugblik op signalen', 'Look back on signals'], 'months', [6, 60], LOOK_BACK, 'MON-12'),
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

/** The numbers that a municipality may set. */
export const OWN_NUMBERS = NUMBER_NAMES.filter((name) => NUMBER_ROWS[name].setBy === 'municipality')

/** What of these numbers is a municipality's own to set: the rest holds for everybody, whatever a profile says. */
export const ownNumbers = (numbers: Partial<SafeguardNumbers>): Partial<SafeguardNumbers> =>
  Object.fromEntries(OWN_NUMBERS.flatMap((name) => (numbers[name] === undefined ? [] : [[name, numbers[name]]])))

export type WrongNumber = { name: keyof SafeguardNumbers; error: 'set-elsewhere' | 'out-of-range' }

/**
 * What is wrong with what a municipality would set: not its own to set, outside the limits, or not going together.
 * @param base the policy on which the profile is put
 * @returns empty = it can be proposed
 */
export const wrongNumbers = (numbers: Partial<SafeguardNumbers>, base: SafeguardPolicy): WrongNumber[] => {
  const all = { ...base.numbers, ...numbers }
  const pairs = [
    ['trialNormalMonths', 'trialMaxMonths'],
    ['workExperienceNormalMonths', 'workExperienceMaxMonths'],
  ] as const
  return NUMBER_NAMES.flatMap((name): WrongNumber[] => {
    const value = numbers[name]
    if (value === undefined) return []
    const { limits, unit } = NUMBER_ROWS[name]
    if (limits === null) return [{ name, error: 'set-elsewhere' }]
    const [least, most] = limits
    const isOut = !(value >= least && value <= most)
    const isBroken = unit !== 'hours' && unit !== 'percent' && !Number.isInteger(value)
    const isCrossed = pairs.some(([low, high]) => (low === name || high === name) && all[low] > all[high])
    return isOut || isBroken || isCrossed ? [{ name, error: 'out-of-range' }] : []
  })
}
