import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { indexDocuments } from './index-documents.ts'
import type { MeiliSettings } from './port.ts'

/** Brings search in line with these profiles as they are now, and removes who withdrew or was erased: see `indexDocuments`. */
export async function indexNewcomers(
  ctx: Ctx,
  input: { newcomerIds: readonly string[] },
  meili: MeiliSettings | null,
): Promise<void> {
  requireMay(ctx.actor, 'search.write-index')
  await indexDocuments(ctx, 'newcomers', input.newcomerIds, meili)
}
