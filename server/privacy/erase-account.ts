import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { erasures } from '#db/schema/privacy.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ErasureCause } from '#db/values/privacy.ts'
import { requireMay } from '#server/access/may.ts'
import { auditKeys } from '#server/audit/keys.ts'
import { recordAudit } from '#server/audit/record.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PERSON_TABLES } from './person-data.ts'
import { subjectHash } from './subject-hash.ts'

/** `has-caseload`: the newcomers first get another coach. `last-one`: nobody would be left who runs the organisation. */
export type EraseAnswer =
  | { ok: true; rows: Record<string, number> }
  | { ok: false; reason: 'has-caseload' | 'last-one' }

/** What stands where a name stood: the work, and for whom. Staff read Dutch; a newcomer reads the name of the own coach only, who has a caseload. */
const SHELL: Record<Exclude<Role, 'newcomer'>, string> = {
  employer: 'iemand',
  coach: 'een coach',
  municipality: 'iemand',
  officer: 'een toetser',
  platform: 'een beheerder van Instroom',
  auditor: 'een controleur van Instroom',
}

/** Thrown to give a transaction back after a dry run. */
class DryRun extends Error {
  readonly answer: EraseAnswer
  constructor(answer: EraseAnswer) {
    super('a dry run')
    this.answer = answer
  }
}

/**
 * Somebody of the staff has the own account erased, at once (GDPR art. 17): name, address, second steps, sessions and messages. What they decided stays
 * under the number of the account, which then says no more than "a coach of Utrecht".
 *
 * @throws Refusal `forbidden` for a newcomer, who has everything erased (`eraseMe`)
 */
export async function eraseMyAccount(ctx: Ctx): Promise<EraseAnswer> {
  requireMay(ctx.actor, 'privacy.erase-account')
  if (ctx.actor.accountId === null) throw new Refusal('forbidden')
  return eraseOne(ctx, ctx.actor.accountId, 'asked', false)
}

/**
 * The same for a worker or an operator: who left an organisation, who was not seen for long, or again after a restore.
 *
 * @param options `dry`: says what would go, and nothing goes
 * @throws Refusal `forbidden`, `not-found` (also for a newcomer, and for one that was erased)
 */
export async function eraseAccount(
  ctx: Ctx,
  accountId: string,
  cause: ErasureCause,
  options: { dry: boolean },
): Promise<EraseAnswer> {
  requireMay(ctx.actor, 'privacy.sweep')
  return eraseOne(ctx, accountId, cause, options.dry)
}

async function eraseOne(ctx: Ctx, accountId: string, cause: ErasureCause, dry: boolean): Promise<EraseAnswer> {
  const hash = subjectHash(accountId, auditKeys().current)
  try {
    const answer = await elevated(ctx.db, 'erase-self').transaction(async (tx): Promise<EraseAnswer> => {
      const done = await eraseRowsOfAccount(tx, accountId, cause, ctx.now)
      if (dry) throw new DryRun(done)
      if (!done.ok) return done
      await tx.insert(erasures).values({ subjectHash: hash, cause, erasedAt: ctx.now }).onConflictDoNothing()
      await recordAudit(tx, ctx, [{ action: 'account.erase', subject: 'account', subjectId: accountId }])
      return done
    })
    // Outside the database too: a restore of yesterday does not know of today.
    if (answer.ok) log.info({ subjectHash: hash, cause, at: ctx.now.toISOString() }, 'erasure')
    return answer
  } catch (error) {
    if (error instanceof DryRun) return error.answer
    throw error
  }
}

async function eraseRowsOfAccount(tx: Tx, accountId: string, cause: ErasureCause, now: Date): Promise<EraseAnswer> {
  const one = () =>
    tx
      .select()
      .from(accounts)
      .where(and(eq(accounts.id, accountId), ne(accounts.role, 'newcomer'), isNull(accounts.erasedAt)))
  const [seen] = await one()
  const asks = cause === 'asked' && seen?.state === 'active'
  // Before the own row is held: of two who leave at once each would wait for the other.
  const isLast = asks && (await isLastOne(tx, seen))
  const [account] = await one().for('update')
  if (!account) throw new Refusal('not-found')
  if (asks) {
    const coached = await tx
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(eq(newcomers.coachId, accountId))
      .limit(1)
    if (coached.length > 0) return { ok: false, reason: 'has-caseload' }
    if (isLast) return { ok: false, reason: 'last-one' }
  }
  const shell = {
    ...keptAddress(accountId, null),
    displayName: await shellOf(tx, account),
    state: 'removed' as const,
    isAdmin: false,
    language: 'nl' as const,
    signedInOn: null,
    erasedAt: now,
  }
  const rows: Record<string, number> = {}
  for (const { table, by, erase } of PERSON_TABLES) {
    const [whose, column] = by
    if (table === accounts) {
      await tx.update(table).set(shell).where(eq(accounts.id, accountId))
      rows['accounts'] = 1
    }
    if (whose !== 'account' || table === accounts) continue
    // The account stays, so what would go with it goes by itself.
    const gone =
      typeof erase === 'object'
        ? await tx.update(table).set(erase.blank).where(eq(column, accountId)).returning({ one: sql`1` })
        : await tx.delete(table).where(eq(column, accountId)).returning({ one: sql`1` })
    if (gone.length > 0) rows[getTableConfig(table).name] = gone.length
  }
  return { ok: true, rows }
}

/** Whether this one runs an organisation, and nobody else does; every one who does is locked, so that of two who leave at once one stays. */
async function isLastOne(tx: Tx, { id, role, isAdmin, employerId, municipalityCode }: typeof accounts.$inferSelect) {
  if (!isAdmin && role !== 'municipality') return false
  const running = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        role === 'municipality'
          ? eq(accounts.municipalityCode, municipalityCode ?? '')
          : eq(accounts.employerId, employerId ?? ''),
        eq(accounts.state, 'active'),
        or(eq(accounts.isAdmin, true), eq(accounts.role, 'municipality')),
      ),
    )
    .orderBy(accounts.id)
    .for('update')
  return running.every((one) => one.id === id)
}

async function shellOf(tx: Tx, { role, employerId, municipalityCode }: typeof accounts.$inferSelect): Promise<string> {
  const what = SHELL[role === 'newcomer' ? 'employer' : role]
  const [place] = municipalityCode
    ? await tx
        .select({ name: municipalities.name })
        .from(municipalities)
        .where(eq(municipalities.code, municipalityCode))
    : employerId
      ? await tx
          .select({ name: employers.name })
          .from(employers)
          .where(inArray(employers.id, [employerId]))
      : []
  return place ? `${what} van ${place.name}` : what
}
