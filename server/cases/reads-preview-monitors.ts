import { eq } from 'drizzle-orm'
import { employers, establishments } from '#db/schema/employers.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { MONITOR_POLICY, type MonitorNumbers, type MonitorPolicy } from '#server/safeguards/rules/monitors/policy.ts'
import { isSameNumbers, monitorsOver, municipalMonitors } from '#server/safeguards/rules/monitors/profile.ts'
import type { MonitorOutcome } from '#server/safeguards/rules/monitors/signal.ts'
import { type Level, lookAtAll, type MonitorId, type MonitorSignal } from '#server/safeguards/rules/monitors/table.ts'
import { familyOf } from './reads-family.ts'
import { monitorHistoryOf } from './reads-history.ts'
import { monitorsOn } from './reads-profiles.ts'

type Found = Pick<MonitorSignal, 'code' | 'params'> & { outcome: MonitorOutcome }
type SignalChange = {
  monitor: MonitorId
  level: Level
  /** Of a workplace with that of its company; of a company or group its own. */
  name: string
  about: string | null
  /** null = no signal. */
  before: Found | null
  after: Found | null
}
/** `workplaces` = how many were looked at; null = no number of the monitors would change. */
export type MonitorPreview = { workplaces: number; changed: SignalChange[] } | null

/**
 * What other numbers of the monitors would change for the signals of today in the officer's own municipality: everything that stands there is looked at
 * once with the numbers in force and once with the proposed ones. Companies and groups count where those numbers hold for all of them. Writes nothing, and
 * open signals keep the numbers they were made with.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function previewMonitors(ctx: Ctx, proposed: Partial<MonitorNumbers>): Promise<MonitorPreview> {
  requireRole(ctx.actor, 'officer')
  const { db } = ctx
  const { municipalityCode } = ctx.actor
  const today = dayOf(ctx.now)
  const instead = municipalMonitors(MONITOR_POLICY, { code: municipalityCode, version: 'preview', monitors: proposed })
  const { policies, ofEstablishment } = await monitorsOn(db, today)
  const here = await workplacesIn(ctx, municipalityCode)
  const inForce = ofEstablishment(here[0]?.id ?? '')
  if (isSameNumbers(inForce, instead)) return null
  const family = await familyOf(db)
  const isHere = new Set(here.map(({ id }) => id))
  const own = new Set(here.map(({ employerId }) => employerId))
  const among = [...family.employerOf].flatMap(([id, employerId]) => (own.has(employerId) ? [id] : []))
  const history = await monitorHistoryOf(db, [MONITOR_POLICY, ...policies, instead], today, among)
  const look = (ofHere: MonitorPolicy) => {
    const policyFor = monitorsOver(family, MONITOR_POLICY, (id) => (isHere.has(id) ? ofHere : ofEstablishment(id)))
    return signalsBy(lookAtAll(history, family, MONITOR_POLICY, today, policyFor))
  }
  const [before, after] = [look(inForce), look(instead)]
  const names = new Map(
    here.flatMap(({ id, employerId, name, employer }) => [
      [id, name === employer ? name : `${name}, ${employer}`],
      [employerId, employer],
    ]),
  )
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): SignalChange[] => {
    const [was, is] = [before.get(key), after.get(key)]
    const one = is ?? was
    if (!one || (was && is && isTheSame(was, is))) return []
    const { monitor, level, about, subject } = one
    return [{ monitor, level, about, name: names.get(subject) ?? subject, before: foundOf(was), after: foundOf(is) }]
  })
  return { workplaces: here.length, changed }
}

const workplacesIn = ({ db }: Ctx, code: string) =>
  db
    .select({
      id: establishments.id,
      name: establishments.name,
      employerId: establishments.employerId,
      employer: employers.name,
    })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(employers, eq(employers.id, establishments.employerId))
    .where(eq(places.municipalityCode, code))
    .orderBy(employers.name, establishments.name)

const signalsBy = (found: readonly MonitorSignal[]): Map<string, MonitorSignal> =>
  new Map(
    found
      .filter(({ outcome }) => outcome === 'warn' || outcome === 'human' || outcome === 'block')
      .map((one) => [[one.level, one.subject, one.monitor, one.about ?? ''].join('\n'), one]),
  )

const foundOf = (one: MonitorSignal | undefined): Found | null =>
  one ? { outcome: one.outcome, code: one.code, params: one.params } : null

const isTheSame = (one: MonitorSignal, other: MonitorSignal): boolean =>
  one.outcome === other.outcome &&
  one.code === other.code &&
  JSON.stringify(one.params) === JSON.stringify(other.params)
