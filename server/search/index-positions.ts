import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { indexDocuments } from './index-documents.ts'
import type { MeiliSettings } from './port.ts'

/** Brings search in line with these positions as they are now: see `indexDocuments`. */
export async function indexPositions(
  ctx: Ctx,
  input: { positionIds: readonly string[] },
  meili: MeiliSettings | null,
): Promise<void> {
  requireMay(ctx.actor, 'search.write-index')
  await indexDocuments(ctx, 'positions', input.positionIds, meili)
}
