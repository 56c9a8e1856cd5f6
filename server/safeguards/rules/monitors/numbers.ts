import type { NumberRow } from '../numbers.ts'
import type { Bilingual } from '../titles.ts'
import type { MonitorNumbers, MonitorPolicy } from './policy.ts'
import type { MonitorId } from './table.ts'

/** A number of the monitors as a page shows and checks it. All are ours: no law names one. */
export type MonitorNumberRow = Omit<NumberRow, 'rules'> & {
  /** The monitors that read it. */
  monitors: readonly MonitorId[]
}

const both = (nl: string, en: string): Bilingual => ({ nl, en })

const SIGNAL = both(
  'Beleid van de gemeente: een signaal is geen oordeel. Niet zo ruim dat niemand meer iets ziet.',
  'Policy of the municipality: a signal is no judgement. Not so wide that nobody sees anything.',
)
const LOOK_BACK = both(
  'Beleid van de gemeente: hoe ver een signaal terugkijkt. Een half jaar tot drie jaar.',
  'Policy of the municipality: how far a signal looks back. Half a year to three years.',
)
const TURN = both(
  'Beleid van de gemeente: de werkgever ziet een signaal als eerste en krijgt tijd om te antwoorden.',
  'Policy of the municipality: the employer sees a signal first and gets time to answer.',
)
const ENOUGH = both(
  'Voor iedereen gelijk: van minder gevallen zegt een getal niets.',
  'The same for everybody: of fewer cases a figure says nothing.',
)
const BY_UWV = both('Voorwaarde van UWV', 'Terms of UWV')
const OVERSIGHT = both(
  'Voor iedereen gelijk: dit kijkt naar de besluiten van de gemeente zelf.',
  'The same for everybody: this looks at what the municipality itself decides.',
)
const PRIVACY = both(
  'Voor iedereen gelijk: kleine aantallen wijzen mensen aan.',
  'The same for everybody: small counts point at people.',
)

type Named = readonly [nl: string, en: string]
const own = (
  [nl, en]: Named,
  unit: NumberRow['unit'],
  limits: readonly [number, number],
  ground: Bilingual,
  ...monitors: MonitorId[]
): MonitorNumberRow => ({ title: { nl, en }, unit, monitors, tag: 'own', setBy: 'municipality', limits, ground })
const fixed = (
  [nl, en]: Named,
  unit: NumberRow['unit'],
  setBy: 'uwv' | 'instroom',
  ground: Bilingual,
  ...monitors: MonitorId[]
): MonitorNumberRow => ({
  title: { nl, en },
  unit,
  monitors,
  tag: setBy === 'uwv' ? 'policy' : 'own',
  setBy,
  limits: null,
  ground,
})

/** Every number of the monitors. A municipality sets its own, for the workplaces that stand in it; the rest is shown and not open to change. */
export const MONITOR_NUMBER_ROWS: Readonly<Record<keyof MonitorNumbers, MonitorNumberRow>> = {
  windowMonths: own(
    ['Hoe ver signalen terugkijken', 'How far signals look back'],
    'months',
    [12, 36],
    LOOK_BACK,
    'MON-01',
    'MON-02',
    'MON-04',
    'MON-06',
    'MON-08',
    'MON-09',
    'MON-11',
  ),
  endedContractMonths: own(
    ['Terugblik op gestopte contracten', 'Look back on ended contracts'],
    'months',
    [6, 24],
    LOOK_BACK,
    'MON-05',
  ),
  serialWarn: own(
    ['Onbetaalde plekken op rij: opmerking vanaf', 'Unpaid placements in a row: a remark from'],
    'count',
    [1, 5],
    SIGNAL,
    'MON-01',
  ),
  serialBlock: own(
    ['Onbetaalde plekken op rij: pauze vanaf', 'Unpaid placements in a row: a pause from'],
    'count',
    [2, 6],
    SIGNAL,
    'MON-01',
  ),
  backToBackDays: own(['Weer gevuld binnen', 'Filled again within'], 'days', [14, 180], SIGNAL, 'MON-02'),
  ratioHumanPercent: own(
    ['Leerplekken naast betaald werk: een mens kijkt boven', 'Learning beside paid work: a person looks above'],
    'percent',
    [5, 20],
    SIGNAL,
    'MON-03',
  ),
  ratioBlockPercent: own(
    ['Leerplekken naast betaald werk: pauze boven', 'Learning beside paid work: a pause above'],
    'percent',
    [10, 40],
    SIGNAL,
    'MON-03',
  ),
  flowTrialHumanPercent: own(
    ['In dienst na een proefplaats: een mens kijkt onder', 'Hired after a trial: a person looks below'],
    'percent',
    [25, 75],
    SIGNAL,
    'MON-04',
  ),
  flowTrialBlockPercent: own(
    ['In dienst na een proefplaats: pauze onder', 'Hired after a trial: a pause below'],
    'percent',
    [10, 50],
    SIGNAL,
    'MON-04',
  ),
  flowExperienceWarnPercent: own(
    ['In dienst na werkervaring: opmerking onder', 'Hired after work experience: a remark below'],
    'percent',
    [10, 75],
    SIGNAL,
    'MON-04',
  ),
  replacedVacancyDays: own(
    ['Leerplek na een ingetrokken vacature, binnen', 'Learning place after a withdrawn vacancy, within'],
    'days',
    [30, 180],
    SIGNAL,
    'MON-06',
  ),
  shrinkHours: own(
    ['Minder betaalde uren per week, vanaf', 'Fewer paid hours a week, from'],
    'hours',
    [8, 72],
    SIGNAL,
    'MON-07',
  ),
  earlyStopPercent: own(
    ['Eerder gestopt door de werkgever, vanaf', 'Stopped early by the employer, from'],
    'percent',
    [20, 60],
    SIGNAL,
    'MON-08',
  ),
  reportLateDays: own(
    ['Verslag of praktijkverklaring te laat na', 'Report or certificate late after'],
    'days',
    [14, 84],
    SIGNAL,
    'MON-09',
  ),
  goalsPercent: own(
    ['Leerdoelen gehaald: een mens kijkt onder', 'Goals reached: a person looks below'],
    'percent',
    [25, 75],
    SIGNAL,
    'MON-09',
  ),
  revolvingHits: own(
    ['Contracten die stoppen met de subsidie, vanaf', 'Contracts that end with the subsidy, from'],
    'count',
    [1, 5],
    SIGNAL,
    'MON-10',
  ),
  extensionPercent: own(
    ['Verlengde proefplaatsen: opmerking boven', 'Extended trials: a remark above'],
    'percent',
    [10, 60],
    SIGNAL,
    'MON-11',
  ),
  answerDays: own(
    ['Tijd voor de werkgever om te antwoorden', 'Time for the employer to answer'],
    'days',
    [7, 42],
    TURN,
    'MON-12',
    'MON-13',
  ),
  flowLeast: fixed(
    ['Doorstroom: te weinig onder', 'Hired afterwards: too few below'],
    'count',
    'instroom',
    ENOUGH,
    'MON-04',
  ),
  earlyStopLeast: fixed(
    ['Eerder gestopt: te weinig onder', 'Stopped early: too few below'],
    'count',
    'instroom',
    ENOUGH,
    'MON-08',
  ),
  goalsLeast: fixed(['Leerdoelen: te weinig onder', 'Goals: too few below'], 'count', 'instroom', ENOUGH, 'MON-09'),
  revolvingOf: fixed(
    ['Draaideur: van de laatste', 'Revolving door: of the last'],
    'count',
    'instroom',
    ENOUGH,
    'MON-10',
  ),
  extensionLeast: fixed(
    ['Verlengen: te weinig onder', 'Extending: too few below'],
    'count',
    'instroom',
    ENOUGH,
    'MON-11',
  ),
  flowContractMonths: fixed(
    ['Een contract telt als doorstroom vanaf', 'A contract counts as hired from'],
    'months',
    'uwv',
    BY_UWV,
    'MON-04',
  ),
  extensionNormalMonths: fixed(
    ['Een proefplaats duurt gewoonlijk', 'A trial normally lasts'],
    'months',
    'uwv',
    BY_UWV,
    'MON-11',
  ),
  overrideLeast: fixed(
    ['Uitzonderingen: te weinig onder', 'Exceptions: too few below'],
    'count',
    'instroom',
    OVERSIGHT,
    'MON-15',
  ),
  overrideMonths: fixed(
    ['Terugblik op uitzonderingen', 'Look back on exceptions'],
    'months',
    'instroom',
    OVERSIGHT,
    'MON-15',
  ),
  smallCount: fixed(
    ['Aantallen die de regio niet toont, onder', 'Counts that the region does not show, below'],
    'count',
    'instroom',
    PRIVACY,
    'MON-14',
  ),
}

export const MONITOR_NUMBER_NAMES = Object.keys(MONITOR_NUMBER_ROWS) as (keyof MonitorNumbers)[]

/** The numbers of a policy that one monitor reads: what a signal was made with. */
export const numbersOfMonitor = (monitor: string, { numbers }: MonitorPolicy): Partial<MonitorNumbers> =>
  Object.fromEntries(
    MONITOR_NUMBER_NAMES.filter((name) => MONITOR_NUMBER_ROWS[name].monitors.some((id) => id === monitor)).map(
      (name) => [name, numbers[name]],
    ),
  )

export type WrongMonitorNumber = { name: keyof MonitorNumbers; error: 'set-elsewhere' | 'out-of-range' }

/** The remark or the look comes no later than the pause. */
const PAIRS = [
  ['serialWarn', 'serialBlock'],
  ['ratioHumanPercent', 'ratioBlockPercent'],
  ['flowTrialBlockPercent', 'flowTrialHumanPercent'],
] as const satisfies readonly (readonly [keyof MonitorNumbers, keyof MonitorNumbers])[]

/**
 * What is wrong with what a municipality would set: not its own to set, outside the limits, no whole number, or not going together.
 * @param base what holds where it sets nothing
 * @returns empty = it can be proposed
 */
export const wrongMonitorNumbers = (
  given: Partial<MonitorNumbers>,
  base: Pick<MonitorPolicy, 'numbers'>,
): WrongMonitorNumber[] => {
  const all = { ...base.numbers, ...given }
  return MONITOR_NUMBER_NAMES.flatMap((name): WrongMonitorNumber[] => {
    const value = given[name]
    if (value === undefined) return []
    const { limits } = MONITOR_NUMBER_ROWS[name]
    if (limits === null) return [{ name, error: 'set-elsewhere' }]
    const isOut = !Number.isInteger(value) || value < limits[0] || value > limits[1]
    const isCrossed = PAIRS.some(([low, high]) => (low === name || high === name) && all[low] > all[high])
    return isOut || isCrossed ? [{ name, error: 'out-of-range' }] : []
  })
}
