import { and, asc, desc, eq, ilike, inArray, ne, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { employers, establishments, staffingFacts } from '#db/schema/employers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { municipalities, occupations, places } from '#db/schema/reference.ts'
import type { Concern } from '#db/values/placements.ts'
import { restraintsOf } from '#server/cases/reads-pauses.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { type CountsFor, type SameRole, type StaffingFactRow, sameRoleBy, staffingOf, termsFor } from './rules.ts'

export type EmployerView = {
  id: string
  name: string
  kvk: string | null
  about: string
  employeesTotal: number | null
}

/** The employer with this id; null when there is none. */
export async function employerOf(db: Reader, employerId: string): Promise<EmployerView | null> {
  const [row] = await db
    .select({
      id: employers.id,
      name: employers.name,
      kvk: employers.kvk,
      about: employers.about,
      employeesTotal: employers.employeesTotal,
    })
    .from(employers)
    .where(eq(employers.id, employerId))
  return row ?? null
}

/** The names of these employers by id; ids that nobody has are left out. */
export async function employerNames(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: employers.id, name: employers.name })
    .from(employers)
    .where(inArray(employers.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Employers whose name holds what was typed (at least two letters), by name. */
export async function employersNamed(db: Reader, typed: string, most: number): Promise<{ id: string; name: string }[]> {
  const sought = typed.trim()
  if (sought.length < 2) return []
  return db
    .select({ id: employers.id, name: employers.name })
    .from(employers)
    .where(ilike(employers.name, `%${sought.replace(/[\\%_]/g, '\\$&')}%`))
    .orderBy(asc(employers.name), asc(employers.id))
    .limit(most)
}

export type EstablishmentView = {
  id: string
  employerId: string
  name: string
  address: string
  postcode4: string
  place: string
  municipalityCode: string
  municipality: string
  employeesTotal: number | null
}

const establishmentView = {
  id: establishments.id,
  employerId: establishments.employerId,
  name: establishments.name,
  address: establishments.address,
  postcode4: establishments.postcode4,
  place: places.name,
  municipalityCode: places.municipalityCode,
  municipality: municipalities.name,
  employeesTotal: establishments.employeesTotal,
}

/** The establishments of an employer with place and municipality, by name. */
export async function establishmentsOf(db: Reader, employerId: string): Promise<EstablishmentView[]> {
  return db
    .select(establishmentView)
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .where(eq(establishments.employerId, employerId))
    .orderBy(asc(establishments.name))
}

/** One establishment with place and municipality; null when there is none. */
export async function establishmentOf(db: Reader, establishmentId: string): Promise<EstablishmentView | null> {
  const [row] = await db
    .select(establishmentView)
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .where(eq(establishments.id, establishmentId))
  return row ?? null
}

/**
 * The facts that are recorded about an establishment, the newest first.
 *
 * @param reader an employer learns of no concern that was told at a follow-up: it points at the person who told it
 */
export async function staffingFactsOf(
  db: Reader,
  establishmentId: string,
  reader: 'employer' | 'officer',
): Promise<StaffingFactRow[]> {
  return db
    .select(factColumns)
    .from(staffingFacts)
    .where(
      and(
        eq(staffingFacts.establishmentId, establishmentId),
        reader === 'employer' ? ne(staffingFacts.kind, 'concern') : undefined,
      ),
    )
    .orderBy(desc(staffingFacts.happenedOn), desc(staffingFacts.createdAt))
}

const factColumns = {
  id: staffingFacts.id,
  establishmentId: staffingFacts.establishmentId,
  kind: staffingFacts.kind,
  occupationUri: staffingFacts.occupationUri,
  reason: staffingFacts.reason,
  happenedOn: staffingFacts.happenedOn,
  endedOn: staffingFacts.endedOn,
  detail: staffingFacts.detail,
  reportedBy: staffingFacts.reportedBy,
}

const UNRESTRAINED = { pauses: [], decides: [] }

/**
 * The facts of many establishments as the safeguards weigh them for a role, with what pauses them and their size: a query for each.
 *
 * @param today Dutch day, `YYYY-MM-DD`
 * @param what how old a look may be (`STAFFING_POLICY`)
 * @returns a function of establishment and occupation
 */
export async function staffingFor(
  reader: Reader,
  establishmentIds: readonly string[],
  today: string,
  what: CountsFor = 'site',
) {
  const db = elevated(reader, 'judge-place')
  const ids = [...new Set(establishmentIds)]
  const rows = ids.length
    ? await db.select(factColumns).from(staffingFacts).where(inArray(staffingFacts.establishmentId, ids))
    : []
  const [restraints, sizes, isSameRole] = await Promise.all([
    restraintsOf(db, ids),
    sizesOf(db, ids),
    sameRoleFor(db, ids),
  ])
  const byEstablishment = groupBy(rows, (row) => row.establishmentId)
  return (establishmentId: string, occupationUri: string) => ({
    ...staffingOf(byEstablishment.get(establishmentId) ?? [], occupationUri, today, termsFor(what), isSameRole),
    ...(restraints.get(establishmentId) ?? UNRESTRAINED),
    employeesTotal: sizes.get(establishmentId) ?? null,
  })
}

/**
 * Which occupations are one role, as far as facts are recorded of it at these establishments: every title of the ISCO minor groups of those facts.
 */
export async function sameRoleFor(db: Reader, establishmentIds: readonly string[]): Promise<SameRole> {
  if (establishmentIds.length === 0) return sameRoleBy(new Map())
  const group = sql`left(${occupations.isco}, 3)`
  const groups = db
    .select({ group })
    .from(staffingFacts)
    .innerJoin(occupations, eq(occupations.uri, staffingFacts.occupationUri))
    .where(inArray(staffingFacts.establishmentId, [...establishmentIds]))
  const rows = await db
    .select({ uri: occupations.uri, isco: occupations.isco })
    .from(occupations)
    .where(sql`${group} in ${groups}`)
  return sameRoleBy(new Map(rows.map(({ uri, isco }) => [uri, isco])))
}

/** How many people work at the company of each establishment, as registered. */
async function sizesOf(db: Reader, ids: readonly string[]): Promise<Map<string, number | null>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: establishments.id, employeesTotal: employers.employeesTotal })
    .from(establishments)
    .innerJoin(employers, eq(employers.id, establishments.employerId))
    .where(inArray(establishments.id, [...ids]))
  return new Map(rows.map(({ id, employeesTotal }) => [id, employeesTotal]))
}

/** The concern that a follow-up reported, with the establishment and role it is about; null when it reported none. */
export async function concernOfFollowUp(
  db: Reader,
  followUpId: string,
): Promise<{ establishmentId: string; occupationUri: string; concern: Concern; doneAt: Date | null } | null> {
  const [row] = await db
    .select({
      establishmentId: positions.establishmentId,
      occupationUri: positions.occupationUri,
      concern: followUps.concern,
      doneAt: followUps.doneAt,
    })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .where(and(eq(followUps.id, followUpId), eq(followUps.state, 'done')))
  return row?.concern ? { ...row, concern: row.concern } : null
}
