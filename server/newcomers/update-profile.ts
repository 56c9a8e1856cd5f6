import { and, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnNewcomer } from './find-own-newcomer.ts'
import { findProblems } from './find-problems.ts'
import { type ProfileProblem, type ProfileUpdate, UpdateProfileInput } from './profile-sections.ts'
import {
  writeBasics,
  writeEducation,
  writeExperience,
  writeLanguage,
  writePractical,
  writeSkills,
  writeWishes,
} from './write-section.ts'

/**
 * The coach saves one section of the profile. The version is that of the page: who saved in between is not overwritten.
 *
 * @returns the new version, or every field to mend (nothing is written then)
 * @throws Refusal `not-found` (not of this caseload), `forbidden`, `stale` (another version); ZodError for input that the schema refuses
 */
export async function updateProfile(
  ctx: Ctx,
  given: UpdateProfileInput,
): Promise<{ ok: true; version: number } | { ok: false; problems: ProfileProblem[] }> {
  requireMay(ctx.actor, 'newcomer.update')
  const input = UpdateProfileInput.parse(given)
  return ctx.db.transaction(async (tx) => {
    await findOwnNewcomer(tx, ctx.actor, input.newcomerId, 'coach')
    const problems = await findProblems(tx, input, dayOf(ctx.now))
    if (problems.length > 0) return { ok: false, problems }
    const version = input.version + 1
    const rows = await tx
      .update(newcomers)
      .set({ version, updatedAt: ctx.now })
      .where(and(eq(newcomers.id, input.newcomerId), eq(newcomers.version, input.version)))
      .returning({ id: newcomers.id })
    if (rows.length === 0) throw new Refusal('stale')
    await write(tx, input, dayOf(ctx.now))
    await recordAudit(tx, ctx, [{ action: 'newcomer.update', subject: 'newcomer', subjectId: input.newcomerId }])
    await recordEvent(tx, 'newcomer.updated', { newcomerId: input.newcomerId }, ctx.now)
    return { ok: true, version }
  })
}

function write(tx: Tx, input: ProfileUpdate, today: string): Promise<void> {
  switch (input.section) {
    case 'basics':
      return writeBasics(tx, input)
    case 'language':
      return writeLanguage(tx, input)
    case 'skills':
      return writeSkills(tx, input, today)
    case 'experience':
      return writeExperience(tx, input)
    case 'education':
      return writeEducation(tx, input)
    case 'wishes':
      return writeWishes(tx, input)
    case 'practical':
      return writePractical(tx, input)
  }
}
