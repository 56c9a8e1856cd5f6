import { aliasedTable, and, desc, eq, type SQL } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { may, requireMay } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { shortNumber } from '#server/newcomers/rules-number.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { tablesOf } from '#server/privacy/reads.ts'
import { isOpenAt, standingOf } from './rules.ts'

/** Which openings somebody sees: those of the own municipality, or what they asked themselves. */
export const openingsOf = (actor: Actor): SQL | undefined =>
  actor.role === 'municipality'
    ? eq(fileOpenings.municipalityCode, actor.municipalityCode ?? '')
    : eq(fileOpenings.askedBy, actor.accountId ?? '')

/**
 * What was asked, newest first, with how it stands at this moment. Newcomers have a number here, no name; who asked has one, also somebody of the platform,
 * whose account a manager does not see otherwise: nobody says yes without knowing to whom.
 *
 * @throws Refusal `forbidden`
 */
export async function openingsFor(ctx: Ctx) {
  requireMay(ctx.actor, 'opening.read')
  const second = aliasedTable(accounts, 'second')
  const rows = await elevated(ctx.db, 'say-who')
    .select({ one: fileOpenings, askedByName: accounts.displayName, decidedByName: second.displayName })
    .from(fileOpenings)
    .leftJoin(accounts, eq(accounts.id, fileOpenings.askedBy))
    .leftJoin(second, eq(second.id, fileOpenings.decidedBy))
    .where(openingsOf(ctx.actor))
    .orderBy(desc(fileOpenings.askedAt), fileOpenings.id)
    .limit(50)
  return Promise.all(
    rows.map(async ({ one, askedByName, decidedByName }) => ({
      id: one.id,
      number: shortNumber(one.newcomerId),
      why: one.why,
      reason: one.reason,
      standing: standingOf(one, ctx.now),
      askedAt: one.askedAt,
      endsAt: one.endsAt,
      askedByName: askedByName ?? '',
      decidedByName,
      isMine: one.askedBy === ctx.actor.accountId,
      mayDecide: standingOf(one, ctx.now) === 'asked' && (await isForAnother(ctx, one)),
    })),
  )
}

/** Whether the reader is the second person: not who asked, under whatever account. As `decideOpening` asks it, so that no button ends in a refusal. */
const isForAnother = async ({ db, actor }: Ctx, { askedBy }: { askedBy: string | null }): Promise<boolean> =>
  may(actor, 'opening.decide') && askedBy !== null && !(await isSamePerson(db, askedBy, actor.accountId ?? ''))

/**
 * The file of the newcomer, for who asked it and while it is open. Each look is written down before anything is answered.
 *
 * @throws Refusal `forbidden`, `not-found` (asked by somebody else, not approved, over)
 */
export async function openedFile(ctx: Ctx, openingId: string) {
  requireMay(ctx.actor, 'opening.read-file')
  const [opening] = isId(openingId)
    ? await ctx.db
        .select()
        .from(fileOpenings)
        .where(and(eq(fileOpenings.id, openingId), eq(fileOpenings.askedBy, ctx.actor.accountId ?? '')))
    : []
  if (!opening || !isOpenAt(opening, ctx.now)) throw new Refusal('not-found')
  // How somebody signs in and what the site wrote to them is no part of the file.
  const all = await tablesOf(ctx.db, opening.newcomerId, 'nl')
  const tables = all.filter(({ group }) => group !== 'account' && group !== 'messages')
  await recordPersonViews(ctx, 'opening.viewed', [opening.newcomerId], 'opening')
  return { id: opening.id, number: shortNumber(opening.newcomerId), why: opening.why, endsAt: opening.endsAt, tables }
}
