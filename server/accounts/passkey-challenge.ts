import { and, eq, gt, isNull } from 'drizzle-orm'
import { passkeyChallenges } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { CHALLENGE_MINUTES } from './rules.ts'

/** The site as passkeys know it: they sign for this origin and no other. */
export type Site = { origin: string; id: string }

/** The site of a public origin; a passkey belongs to its host name. */
export const siteOf = (publicOrigin: string): Site => ({ origin: publicOrigin, id: new URL(publicOrigin).hostname })

/** What is to be signed, with the id under which it is found again. */
export type Asked<T> = { id: string; options: T }

/** Keeps a challenge: for this account, or for whoever a passkey proves to be. */
export async function keepChallenge(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  accountId: string | null,
  challenge: string,
): Promise<string> {
  const id = crypto.randomUUID()
  const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000)
  await db.insert(passkeyChallenges).values({ id, accountId, challenge, createdAt: now, expiresAt })
  return id
}

/** Uses a challenge up, before what was signed is looked at: right or wrong, it serves once. Null when there is none. */
export async function takeChallenge(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  accountId: string | null,
  id: string,
): Promise<string | null> {
  if (!isId(id)) return null
  const [taken] = await db
    .update(passkeyChallenges)
    .set({ usedAt: now })
    .where(
      and(
        eq(passkeyChallenges.id, id),
        accountId === null ? isNull(passkeyChallenges.accountId) : eq(passkeyChallenges.accountId, accountId),
        isNull(passkeyChallenges.usedAt),
        gt(passkeyChallenges.expiresAt, now),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge })
  return taken?.challenge ?? null
}
