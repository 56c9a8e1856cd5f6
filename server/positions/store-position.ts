import { and, eq, inArray } from 'drizzle-orm'
import type { Reader, Tx } from '#db/client.ts'
import { positionLanguages, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import { occupations, skills } from '#db/schema/reference.ts'
import type { ActorAs } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logStep } from './move-position.ts'
import type { FilledPosition } from './position-input.ts'
import { codeFrom } from './rules.ts'

const TRIES = 8

/** The columns of a position that the employer fills in. */
export const columnsOf = (filled: FilledPosition) => {
  const {
    positionId: _id,
    version: _version,
    languages: _l,
    neededSkills: _n,
    requiredSkills: _r,
    taughtSkills: _t,
    slots: _s,
    ...own
  } = filled
  return own
}

/**
 * Makes the row of a new draft under a public code that nobody has, and its first log row.
 * @returns the position as the lifecycle needs it
 */
export async function insertDraft(tx: Tx, ctx: Ctx, actor: ActorAs<'employer'>, filled: FilledPosition) {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const code = codeFrom(crypto.getRandomValues(new Uint8Array(6)))
    const [row] = await tx
      .insert(positions)
      .values({
        ...columnsOf(filled),
        code,
        employerId: actor.employerId,
        state: 'draft',
        createdBy: actor.accountId,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      })
      .onConflictDoNothing({ target: positions.code })
      .returning({ id: positions.id, state: positions.state, version: positions.version })
    if (!row) continue
    await logStep(tx, ctx, 'create', { id: row.id, from: null, to: 'draft' })
    return row
  }
  throw new Error('no free public code')
}

/** Writes the languages, skills and hours of a position in place of what was there. */
export async function storeChildren(tx: Tx, positionId: string, filled: FilledPosition): Promise<void> {
  await tx.delete(positionLanguages).where(eq(positionLanguages.positionId, positionId))
  await tx.delete(positionSkills).where(eq(positionSkills.positionId, positionId))
  await tx.delete(positionSlots).where(eq(positionSlots.positionId, positionId))
  const asked = [
    ...[...new Set([...filled.neededSkills, ...filled.requiredSkills])].map((skillUri) => ({
      positionId,
      skillUri,
      role: 'needed' as const,
    })),
    ...filled.requiredSkills.map((skillUri) => ({ positionId, skillUri, role: 'required' as const })),
    ...filled.taughtSkills.map((skillUri) => ({ positionId, skillUri, role: 'taught' as const })),
  ]
  if (filled.languages.length)
    await tx.insert(positionLanguages).values(filled.languages.map((row) => ({ ...row, positionId })))
  if (asked.length) await tx.insert(positionSkills).values(asked)
  if (filled.slots.length) await tx.insert(positionSlots).values(filled.slots.map((row) => ({ ...row, positionId })))
}

/**
 * Concepts come from lists on the screen, so an unknown one is not something to mend in a form.
 * @throws Refusal `not-found` with the field
 */
export async function checkConcepts(
  db: Reader,
  filled: Pick<FilledPosition, 'occupationUri' | 'neededSkills' | 'requiredSkills' | 'taughtSkills'>,
): Promise<{ occupation: { labels: (typeof occupations.$inferSelect)['labels'] } }> {
  const [occupation] = await db
    .select({ labels: occupations.labels })
    .from(occupations)
    .where(and(eq(occupations.uri, filled.occupationUri)))
  if (!occupation) throw new Refusal('not-found', { field: 'occupationUri' })
  const wanted = [...new Set([...filled.neededSkills, ...filled.requiredSkills, ...filled.taughtSkills])]
  if (wanted.length > 0) {
    const found = await db.select({ uri: skills.uri }).from(skills).where(inArray(skills.uri, wanted))
    if (found.length < wanted.length) throw new Refusal('not-found', { field: 'skills' })
  }
  return { occupation }
}
