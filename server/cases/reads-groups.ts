import { and, asc, eq, exists, sql } from 'drizzle-orm'
import { employers, establishments } from '#db/schema/employers.ts'
import { employerGroups, groupRequests } from '#db/schema/facts.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/**
 * The companies with a workplace in the officer's municipality, by name, with the group that was recorded of each (MON-13), and the question about it that
 * waits for a second person.
 *
 * @returns `group` null where none was recorded, `asked` null where no question waits; `sinceOn` is `YYYY-MM-DD`
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function groupsFor(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  const { accountId, municipalityCode } = ctx.actor
  const here = ctx.db
    .select({ one: sql`1` })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(eq(establishments.employerId, employers.id), eq(places.municipalityCode, municipalityCode)))
  return ctx.db
    .select({
      employerId: employers.id,
      employerName: employers.name,
      group: {
        name: employerGroups.groupName,
        source: employerGroups.source,
        sinceOn: employerGroups.sinceOn,
      },
      asked: {
        id: groupRequests.id,
        name: groupRequests.groupName,
        source: groupRequests.source,
        sinceOn: groupRequests.sinceOn,
        isOwn: sql<boolean>`${groupRequests.askedBy} = ${accountId}`,
      },
    })
    .from(employers)
    .leftJoin(employerGroups, eq(employerGroups.employerId, employers.id))
    .leftJoin(groupRequests, and(eq(groupRequests.employerId, employers.id), eq(groupRequests.state, 'asked')))
    .where(exists(here))
    .orderBy(asc(employers.name), asc(employers.id))
}
