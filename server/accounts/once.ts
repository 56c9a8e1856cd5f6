import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { submissions } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** `answer`: done, keep this (ids and paths, never personal data). `again`: nothing was decided, the person mends the form and posts again. */
export type Outcome<T> = { answer: Record<string, string> } | { again: T }

/** Whose the forms are of people without an account: nobody's. What keeps them apart is the key, which the server drew. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Makes a form harmless to send twice. The first post with a key runs; a second one with the same key waits for the first and gets its
 * answer; the same key with another body or another page is refused. A post that failed leaves no row, so it can be tried again.
 *
 * The row and the effect are one transaction: `run` gets a ctx whose `db` IS that transaction, so the transaction that a command opens
 * becomes a savepoint inside it. Inside `run`, use only that ctx: the outer one would take a second connection and wait for this one.
 *
 * @param form `key` a uuid that the server put into the form, `route` the path, `body` the fields without the key
 * @param run the work
 * @returns what `run` returned, or the kept answer of the first post
 * @throws Refusal('key-reused') same key, other body or page; Refusal('busy') the first post takes too long; Refusal('forbidden') nobody signed in
 */
export async function once<T = never>(
  ctx: Ctx,
  form: Submission,
  run: (ctx: Ctx) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { accountId } = ctx.actor
  if (accountId === null) throw new Refusal('forbidden')
  return onceBy<Ctx, T>(accountId, ctx, form, run)
}

/** A form as it came: `key` a uuid, `route` the path, `body` the fields without the key, or a keyed digest of them. */
export type Submission = { key: string; route: string; body: Record<string, unknown> }

/**
 * The same for whoever sends it: the account of a session whose second step is still to be taken, or null for a visitor. An answer that is kept for a
 * visitor is given to whoever has the key: it holds nothing that opens anything.
 *
 * @throws as `once`, but never `forbidden`
 */
export async function onceBy<A extends Pick<Ctx, 'db' | 'now'>, T = never>(
  who: string | null,
  ctx: A,
  form: Submission,
  run: (ctx: A) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const accountId = who ?? NOBODY
  if (!isId(form.key)) throw new Refusal('key-reused')
  const bodyHash = hashOf(form.body)
  const mine = and(eq(submissions.accountId, accountId), eq(submissions.key, form.key))
  return ctx.db.transaction(async (tx) => {
    const first = await tx
      .insert(submissions)
      .values({ accountId, key: form.key, route: form.route, bodyHash, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ key: submissions.key })
      .catch(asBusy)
    if (first.length === 0) {
      const [kept] = await tx.select().from(submissions).where(mine)
      if (!kept || kept.answer === null) throw new Refusal('busy')
      if (kept.route !== form.route || !kept.bodyHash.equals(bodyHash)) throw new Refusal('key-reused')
      return { answer: kept.answer }
    }
    const outcome = await run({ ...ctx, db: tx })
    if ('again' in outcome) await tx.delete(submissions).where(mine)
    else await tx.update(submissions).set({ answer: outcome.answer }).where(mine)
    return outcome
  })
}

/** The same fields in another order are the same body. */
function hashOf(body: Record<string, unknown>): Buffer {
  const fields = Object.entries(body).sort(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest()
}

/** Waiting for the first post ended in a lock or statement time-out: say so in words instead of a 500. */
function asBusy(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === '55P03' || code === '57014') throw new Refusal('busy')
  throw error
}
