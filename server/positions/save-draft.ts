import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { positions } from '#db/schema/positions.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { findOwnPosition } from './find-own-position.ts'
import { DraftInput, type FilledPosition } from './position-input.ts'
import { checkConcepts, columnsOf, insertDraft, storeChildren } from './store-position.ts'

export const SaveDraftInput = DraftInput
export type SaveDraftInput = z.input<typeof DraftInput>

/** A draft without a start begins in this many days: a guess that the form shows, and that publishing asks to confirm. */
const USUAL_START_IN_DAYS = 28

/**
 * Keeps what the employer has so far: a new draft, or the same draft again under its id. No safeguard is asked and no event recorded,
 * since nobody else sees a draft. Type and occupation are the least; the rest gets a sensible start.
 *
 * @returns the id and the version of the draft
 * @throws Refusal `forbidden`, `not-found` (foreign draft, establishment or unknown concept), `stale` (no longer a draft, or another version);
 * ZodError for input that the schema refuses
 */
export async function saveDraft(ctx: Ctx, input: SaveDraftInput): Promise<{ positionId: string; version: number }> {
  const draft = DraftInput.parse(input)
  const { actor } = ctx
  requireMay(actor, 'position.save-draft')
  requireRole(actor, 'employer')
  return ctx.db.transaction(async (tx) => {
    const { occupation } = await checkConcepts(tx, draft)
    const own = await establishmentsOf(tx, actor.employerId)
    const establishment = draft.establishmentId ? own.find(({ id }) => id === draft.establishmentId) : own[0]
    if (!establishment) throw new Refusal('not-found', { field: 'establishmentId' })
    const today = dayOf(ctx.now)
    const filled: FilledPosition = {
      ...draft,
      establishmentId: establishment.id,
      title: draft.title || (occupation.labels.nl ?? occupation.labels.en ?? ''),
      startsOn: draft.startsOn ?? usualStart(today, draft.endsOn),
    }
    if (draft.positionId === null) {
      const row = await insertDraft(tx, ctx, actor, filled)
      await storeChildren(tx, row.id, filled)
      return { positionId: row.id, version: row.version }
    }
    const before = await findOwnPosition(tx, actor, draft.positionId)
    if (before.state !== 'draft' || (draft.version !== null && draft.version !== before.version))
      throw new Refusal('stale')
    const version = before.version + 1
    const rows = await tx
      .update(positions)
      .set({ ...columnsOf(filled), version, updatedAt: ctx.now })
      .where(and(eq(positions.id, before.id), eq(positions.state, 'draft'), eq(positions.version, before.version)))
      .returning({ id: positions.id })
    if (rows.length === 0) throw new Refusal('stale')
    await storeChildren(tx, before.id, filled)
    return { positionId: before.id, version }
  })
}

const usualStart = (today: string, endsOn: string | null): string => {
  const usual = addDays(today, USUAL_START_IN_DAYS)
  return endsOn !== null && endsOn < usual ? endsOn : usual
}
