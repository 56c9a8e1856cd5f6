import { type and, asc, eq, ilike, or, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { OrganisationState } from '#db/values/members.ts'
import { requireMay } from '#server/access/may.ts'
import { ownFirmsAmong } from '#server/access/reads-people.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inRegionOf } from './judge-organisation.ts'

/** `id`: uuid of an employer or code of a municipality. `runs`: how many admins or managers it has; `people`: how many accounts. */
export type Organisation = {
  id: string
  kind: 'employer' | 'municipality'
  name: string
  kvk: string | null
  state: OrganisationState
  reason: string
  people: number
  runs: number
}

/** `isOwn`: the reader works there, so that somebody else judges it (`judgeOrganisation`). */
type Judged = Organisation & { isOwn: boolean }

async function withOwn(ctx: Ctx, rows: readonly Organisation[]): Promise<Judged[]> {
  const employerIds = rows.flatMap(({ id, kind }) => (kind === 'employer' ? [id] : []))
  const own = await ownFirmsAmong(ctx.db, ctx.actor.accountId, employerIds)
  return rows.map((one) => ({ ...one, isOwn: own.has(one.id) }))
}

/** How many a page shows; who looks for another one types its name. */
const MOST = 60
const state = sql<OrganisationState>`coalesce(${organisationStandings.state}, 'active')`
/** The words are asked of a function: the table gives them to nobody (`UNREAD` in db/row-level/guards.ts). */
const reason = sql<string>`coalesce(app_standing_reason(${organisationStandings.id}), '')`
const peopleOfEmployer = sql<number>`(select count(*)::int from ${accounts} where ${accounts.employerId} = ${employers.id} and ${accounts.state} = 'active')`
const adminsOf = sql<number>`(select count(*)::int from ${accounts} where ${accounts.employerId} = ${employers.id} and ${accounts.state} = 'active' and ${accounts.isAdmin})`
const peopleOfTown = sql<number>`(select count(*)::int from ${accounts} where ${accounts.municipalityCode} = ${municipalities.code} and ${accounts.state} = 'active')`
const managersOf = sql<number>`(select count(*)::int from ${accounts} where ${accounts.municipalityCode} = ${municipalities.code} and ${accounts.state} = 'active' and ${accounts.role} = 'municipality')`

const like = (asked: string) => `%${asked.replace(/[\\%_]/g, '\\$&')}%`

/** Their people are counted among accounts that the reader does not see; of them nothing else comes out. */
function employersWhere(ctx: Pick<Ctx, 'db'>, where: ReturnType<typeof and>): Promise<Organisation[]> {
  return elevated(ctx.db, 'count-people')
    .select({
      id: employers.id,
      kind: sql<'employer'>`'employer'`,
      name: employers.name,
      kvk: employers.kvk,
      state,
      reason,
      people: peopleOfEmployer,
      runs: adminsOf,
    })
    .from(employers)
    .leftJoin(organisationStandings, eq(organisationStandings.employerId, employers.id))
    .where(where)
    .orderBy(sql`coalesce(${organisationStandings.state}, 'active') = 'active'`, asc(employers.name), asc(employers.id))
    .limit(MOST)
}

function townsWhere(ctx: Pick<Ctx, 'db'>, where: ReturnType<typeof and>): Promise<Organisation[]> {
  return elevated(ctx.db, 'count-people')
    .select({
      id: municipalities.code,
      kind: sql<'municipality'>`'municipality'`,
      name: municipalities.name,
      kvk: sql<null>`null`,
      state,
      reason,
      people: peopleOfTown,
      runs: managersOf,
    })
    .from(municipalities)
    .leftJoin(organisationStandings, eq(organisationStandings.municipalityCode, municipalities.code))
    .where(where)
    .orderBy(sql`${peopleOfTown} = 0`, asc(municipalities.name))
    .limit(MOST)
}

/**
 * Organisations for the platform: what they are called, whether they may work here, and how many people they have. Of nobody a name.
 *
 * @param asked part of a name; '' = all
 * @throws Refusal `forbidden`
 */
export async function organisationsFor(ctx: Ctx, kind: Organisation['kind'], asked: string): Promise<Organisation[]> {
  requireMay(ctx.actor, 'organisation.read')
  return kind === 'employer'
    ? employersWhere(ctx, or(ilike(employers.name, like(asked)), eq(employers.kvk, asked)))
    : townsWhere(ctx, ilike(municipalities.name, like(asked)))
}

/** One of them, and whether the reader works there; null when there is none. @throws Refusal `forbidden` */
export async function organisationFor(ctx: Ctx, id: string): Promise<Judged | null> {
  requireMay(ctx.actor, 'organisation.read')
  const rows = /^GM\d{4}$/.test(id)
    ? await townsWhere(ctx, eq(municipalities.code, id))
    : /^[0-9a-f-]{36}$/.test(id)
      ? await employersWhere(ctx, sql`${employers.id}::text = ${id}`)
      : []
  const [one] = await withOwn(ctx, rows)
  return one ?? null
}

/** The employers with a workplace in the region of the signed-in municipality, and where the reader works. @throws Refusal `forbidden` */
export async function employersOfRegion(ctx: Ctx): Promise<Judged[]> {
  requireMay(ctx.actor, 'organisation.read-region')
  const here = sql`exists (select 1 from ${establishments} where ${establishments.employerId} = ${employers.id} and ${inRegionOf(ctx.actor.municipalityCode ?? '')})`
  return withOwn(ctx, await employersWhere(ctx, here))
}
