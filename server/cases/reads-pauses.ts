import { and, eq, inArray, ne, or } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import { signals } from '#db/schema/monitoring.ts'
import { places } from '#db/schema/reference.ts'
import { AUDIT_DECIDES } from './rules-audit.ts'

type Pause = { monitor: string; on: string }
/** What a person must decide on every new place, from an audit, and the last day of that. */
type Deciding = { on: string; until: string }
export type Restraint = { pauses: Pause[]; decides: Deciding[] }

/**
 * What holds back new publications of these establishments: signals that pause until a person decides (ruling 14), and audits after which a person decides
 * each time. Their own, their company's and their group's; what a municipality opened itself holds for the workplaces in that municipality alone. Two
 * queries, whatever the number of establishments.
 *
 * @returns by establishment; absent = nothing
 */
export async function restraintsOf(db: Reader, establishmentIds: readonly string[]): Promise<Map<string, Restraint>> {
  const found = new Map<string, Restraint>()
  if (establishmentIds.length === 0) return found
  const open = await db
    .select({
      subject: signals.subject,
      subjectId: signals.subjectId,
      municipalityCode: signals.municipalityCode,
      monitor: signals.monitor,
      pauses: signals.pauses,
      code: signals.code,
      params: signals.params,
      on: signals.firstSeenOn,
      lastOn: signals.lastSeenOn,
    })
    .from(signals)
    .where(and(or(eq(signals.pauses, true), eq(signals.code, AUDIT_DECIDES)), ne(signals.state, 'closed')))
    .orderBy(signals.firstSeenOn, signals.monitor)
  if (open.length === 0) return found
  const keyOf = (subject: string, id: string | null) => `${subject} ${id ?? ''}`
  const about = new Map<string, typeof open>()
  for (const one of open) {
    const key = keyOf(one.subject, one.subjectId)
    about.set(key, [...(about.get(key) ?? []), one])
  }
  const rows = await db
    .select({
      id: establishments.id,
      employerId: establishments.employerId,
      group: employerGroups.groupName,
      municipalityCode: places.municipalityCode,
    })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .leftJoin(employerGroups, eq(employerGroups.employerId, establishments.employerId))
    .where(inArray(establishments.id, [...establishmentIds]))
  for (const { id, employerId, group, municipalityCode } of rows) {
    const here = [keyOf('establishment', id), keyOf('employer', employerId), ...(group ? [keyOf('group', group)] : [])]
      .flatMap((key) => about.get(key) ?? [])
      .filter((one) => one.municipalityCode === null || one.municipalityCode === municipalityCode)
      .sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : one.monitor < other.monitor ? -1 : 1))
    if (here.length === 0) continue
    const pausing = here.filter((one) => one.pauses)
    const deciding = here.filter((one) => !one.pauses)
    found.set(id, {
      pauses: pausing.map(({ monitor, on }) => ({ monitor, on })),
      decides: deciding.map(({ lastOn: on, params }) => ({ on, until: String(params['until'] ?? on) })),
    })
  }
  return found
}
