import { isDeepStrictEqual } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import { baseOf, elevated } from '#db/bound.ts'
import type { Db } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { recheckRun } from './reads-proof.ts'

/** Pairs up to which a page checks a proof again: a tenth of a second in which the site does nothing else. Beyond, `npm run recheck` does. */
const MOST_ON_A_PAGE = 150_000

/** Runs of which the answer is remembered. */
const MOST_REMEMBERED = 50

/**
 * What checking a run again found: `proved` = from its stored rows alone every limit holds, it is what was hashed, and the certificate is, word for word, the one that it was stored with;
 * `differs` = they are not; `gone` = not done yet, or its pairs were dropped since (kept until the run after the next); `large` = not for a page.
 */
export type Recheck = 'proved' | 'differs' | 'gone' | 'large'

/** @throws Refusal `forbidden` for anybody but a coach, a municipality or an officer; `not-found` */
export async function recheckForStaff(ctx: Ctx, runId: string): Promise<Recheck> {
  requireRole(ctx.actor, 'coach', 'municipality', 'officer')
  if (!isId(runId)) throw new Refusal('not-found')
  const [run] = await ctx.db
    .select({ numbers: matchingRuns.numbers })
    .from(matchingRuns)
    .where(eq(matchingRuns.id, runId))
  if (!run) throw new Refusal('not-found')
  if (!run.numbers) return 'gone'
  if (run.numbers.eligiblePairs > MOST_ON_A_PAGE) return 'large'
  return rememberedAnswer(elevated(ctx.db, 'prove-run'), runId)
}

type Answers = Map<string, { rows: string; answer: Promise<Recheck> }>
const remembered = new WeakMap<Db, Answers>()

/** The answer for a run, found again only where one of its rows was written since. */
async function rememberedAnswer(db: Db, runId: string): Promise<Recheck> {
  const answers: Answers = remembered.get(baseOf(db)) ?? new Map()
  remembered.set(baseOf(db), answers)
  const [row] = await db.execute<{ rows: string }>(sql`
    select concat_ws(' ', (select xmin from ${matchingRuns} where id = ${runId}),
      (select string_agg(xmin::text, ' ' order by number) from ${matchingRunParts} where run_id = ${runId})) as rows`)
  const rows = row?.rows ?? ''
  const had = answers.get(runId)
  if (had?.rows === rows) return had.answer
  const answer = recheckRun(db, runId).then(
    (again): Recheck => (!again ? 'gone' : isProved(again) ? 'proved' : 'differs'),
  )
  answers.delete(runId)
  answers.set(runId, { rows, answer })
  // The one that was asked longest ago goes; one that failed is asked again.
  for (const [oldest] of answers) if (answers.size > MOST_REMEMBERED) answers.delete(oldest)
  answer.catch(() => answers.delete(runId))
  return answer
}

/** Whether a proof that was found again is the one that was stored, of what was stored, with every limit kept. */
export const isProved = ({
  stored,
  found,
  feasible,
  isAsStored,
}: NonNullable<Awaited<ReturnType<typeof recheckRun>>>): boolean =>
  feasible && isAsStored && stored !== null && isDeepStrictEqual(stored, found)
