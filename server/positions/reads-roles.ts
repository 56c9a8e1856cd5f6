import { asc, eq } from 'drizzle-orm'
import { positions } from '#db/schema/positions.ts'
import { occupations } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/**
 * The roles of an employer's own positions, each once.
 *
 * @throws Refusal `forbidden` for anybody but an employer
 */
export async function rolesOfEmployer(ctx: Ctx) {
  requireRole(ctx.actor, 'employer')
  return ctx.db
    .selectDistinct({ uri: occupations.uri, labels: occupations.labels })
    .from(positions)
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .where(eq(positions.employerId, ctx.actor.employerId))
    .orderBy(asc(occupations.uri))
}
