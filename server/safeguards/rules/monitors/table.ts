import type { Bilingual } from '../titles.ts'
import { contractsEnded, revolvingDoor, vacancyReplaced } from './contracts.ts'
import { type History, pooled } from './history.ts'
import { learningRatio, shrinkingHours } from './hours.ts'
import { backToBack, earlyStops, extensions, flowThrough, learningDelivered, serialUnpaid } from './placements.ts'
import type { MonitorPolicy } from './policy.ts'
import type { MonitorsFor } from './profile.ts'
import { openReports } from './reports.ts'
import type { Look, MonitorOutcome, MonitorResult } from './signal.ts'

const both = (nl: string, en: string): Bilingual => ({ nl, en })

/** What every monitor is called and stands on. 13 is the same again per company and group; 14 and 15 look at a region and at decisions. */
export const MONITOR_TITLES = {
  'MON-01': both('Telkens een nieuwe onbetaalde plek', 'One unpaid placement after another'),
  'MON-02': both('Meteen weer gevuld', 'Filled again at once'),
  'MON-03': both('Veel leerplekken naast weinig betaald werk', 'Many learning places beside little paid work'),
  'MON-04': both('Wie komt er daarna in dienst', 'Who is hired afterwards'),
  'MON-05': both('Betaalde contracten stoppen, onbetaald gaat door', 'Paid contracts end while unpaid work goes on'),
  'MON-06': both('Een vacature wordt een leerplek', 'A vacancy turns into a learning place'),
  'MON-07': both('Minder betaalde uren, meer onbetaalde', 'Fewer paid hours, more unpaid ones'),
  'MON-08': both('De werkgever stopt vaak eerder', 'The employer often stops early'),
  'MON-09': both('Wordt er geleerd', 'Is there any learning'),
  'MON-10': both('De draaideur', 'The revolving door'),
  'MON-11': both('Verlengen als gewoonte', 'Extending as a habit'),
  'MON-12': both('Meldingen', 'Reports'),
  'MON-13': both('Ook over het bedrijf en de groep', 'Over the company and its group too'),
  'MON-14': both('De regio en het beroep', 'The region and the occupation'),
  'MON-15': both('Uitzonderingen door mensen', 'Exceptions made by people'),
} as const satisfies Record<string, Bilingual>

export type MonitorId = keyof typeof MONITOR_TITLES

const LOOKS = {
  'MON-01': serialUnpaid,
  'MON-02': backToBack,
  'MON-03': learningRatio,
  'MON-04': flowThrough,
  'MON-05': contractsEnded,
  'MON-06': vacancyReplaced,
  'MON-07': shrinkingHours,
  'MON-08': earlyStops,
  'MON-09': learningDelivered,
  'MON-10': revolvingDoor,
  'MON-11': extensions,
  'MON-12': openReports,
} as const satisfies Partial<Record<MonitorId, Look>>

/** The monitors over a history of establishments. */
export const LOOK_IDS = Object.keys(LOOKS) as (keyof typeof LOOKS)[]
export type LookId = keyof typeof LOOKS
export type Level = 'establishment' | 'employer' | 'group'
export type MonitorSignal = MonitorResult & { monitor: LookId; level: Level }

/** What one monitor says of each establishment for which it has something to count. */
export const look = (monitor: LookId, history: History, policy: MonitorPolicy, today: string): MonitorResult[] =>
  LOOKS[monitor](history, policy, today)

/** To which company an establishment belongs, and to which group a company; whoever is left out stands alone. */
export type Family = { employerOf: ReadonlyMap<string, string>; groupOf: ReadonlyMap<string, string> }

const isSignal = (outcome: MonitorOutcome): boolean => outcome !== 'ok' && outcome !== 'too-little-data'

/**
 * Every monitor over every establishment, and the same over companies and groups (MON-13). Of a company or group only what its parts do not say
 * already counts: a signal that one of them gives as grave about the same is left out, so that evasion by a new branch shows and nothing is told twice.
 * Where a whole is looked at with the numbers for everybody and a part with those of its municipality, what the part alone would say with the numbers for
 * everybody is no news of the whole either: there the municipality decided.
 *
 * @param policy the numbers for everybody
 * @param today `YYYY-MM-DD`; windows count back from it
 * @param policyFor which numbers hold for whom, where municipalities set their own (`monitorsOver`)
 * @returns results of establishments, in order and too little data included; of companies and groups signals alone
 */
export const lookAtAll = (
  history: History,
  family: Family,
  policy: MonitorPolicy,
  today: string,
  policyFor: MonitorsFor = () => policy,
): MonitorSignal[] => {
  const own = ownPolicies(history, policy, policyFor)
  const withPolicy = (level: Level, rows: History, one: MonitorPolicy): MonitorSignal[] =>
    LOOK_IDS.flatMap((monitor) => look(monitor, rows, one, today).map((found) => ({ ...found, monitor, level })))
  const at = (level: Level, rows: History): MonitorSignal[] =>
    [policy, ...own].flatMap((one) =>
      withPolicy(level, rows, one).filter(({ subject }) => policyFor(level, subject) === one),
    )
  // What parts with numbers of their own would say with the numbers for everybody.
  const common = (level: Level, rows: History): MonitorSignal[] =>
    own.length === 0
      ? []
      : withPolicy(level, rows, policy).filter(({ subject }) => policyFor(level, subject) !== policy)
  const isCommon = (level: Level) => (subject: string) => policyFor(level, subject) === policy
  const groupOf = new Map(
    [...family.employerOf].flatMap(([establishment, employer]) => {
      const group = family.groupOf.get(employer)
      return group === undefined ? [] : [[establishment, group] as const]
    }),
  )
  const small = at('establishment', history)
  const ofCompanies = onlyOf(history, family.employerOf)
  const companies = beyond(
    at('employer', ofCompanies),
    [...small, ...heard(common('establishment', history), family.employerOf, isCommon('employer'))],
    family.employerOf,
  )
  const groups = beyond(
    at('group', onlyOf(history, groupOf)),
    [...small, ...heard(common('establishment', history), groupOf, isCommon('group'))],
    groupOf,
  )
  const newGroups = beyond(
    groups,
    [...companies, ...heard(common('employer', ofCompanies), family.groupOf, isCommon('group'))],
    family.groupOf,
  )
  return [...small, ...companies, ...newGroups]
}

/** The numbers of municipalities under which something of this history is looked at. */
const ownPolicies = (history: History, base: MonitorPolicy, policyFor: MonitorsFor): MonitorPolicy[] => {
  const found = new Set<MonitorPolicy>()
  for (const rows of Object.values<readonly { establishment: string }[]>(history))
    for (const { establishment } of rows) found.add(policyFor('establishment', establishment))
  found.delete(base)
  return [...found]
}

/** Of what parts say only what counts for a whole that is looked at with the numbers for everybody. */
const heard = (
  said: readonly MonitorSignal[],
  parentOf: ReadonlyMap<string, string>,
  isCommon: (parent: string) => boolean,
): MonitorSignal[] =>
  said.filter(({ subject }) => {
    const parent = parentOf.get(subject)
    return parent !== undefined && isCommon(parent)
  })

/** What belongs to a parent, under that parent. */
const onlyOf = (history: History, parentOf: ReadonlyMap<string, string>): History => {
  const known = <T extends { establishment: string }>(rows: readonly T[]): T[] =>
    rows.filter((one) => parentOf.has(one.establishment))
  return pooled(
    {
      placements: known(history.placements),
      contracts: known(history.contracts),
      vacancies: known(history.vacancies),
      published: known(history.published),
      hours: known(history.hours),
      sizes: known(history.sizes),
      reports: known(history.reports),
    },
    parentOf,
  )
}

const WEIGHT: readonly MonitorOutcome[] = ['too-little-data', 'ok', 'warn', 'human', 'block']
/** What is said of the whole that none of its parts says as gravely: the gravest of the parts stands under the name of their whole. */
const beyond = (
  big: readonly MonitorSignal[],
  small: readonly MonitorSignal[],
  parentOf: ReadonlyMap<string, string>,
): MonitorSignal[] => {
  const keyOf = (subject: string, { monitor, about }: MonitorSignal) => `${monitor}\n${about ?? ''}\n${subject}`
  const gravest = new Map<string, number>()
  for (const part of small) {
    const parent = parentOf.get(part.subject)
    if (parent === undefined) continue
    const key = keyOf(parent, part)
    gravest.set(key, Math.max(gravest.get(key) ?? -1, WEIGHT.indexOf(part.outcome)))
  }
  return big.filter(
    (one) => isSignal(one.outcome) && (gravest.get(keyOf(one.subject, one)) ?? -1) < WEIGHT.indexOf(one.outcome),
  )
}
