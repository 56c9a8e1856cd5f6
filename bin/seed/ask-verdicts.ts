import { and, eq } from 'drizzle-orm'
import type { Sql } from 'postgres'
import type { Db } from '#db/client.ts'
import { positionLanguages, positionLog, positions, positionVerdicts } from '#db/schema/positions.ts'
import { copyRows } from '#db/seed/copy-rows.ts'
import { randomOf } from '#db/seed/random.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { askToPublish } from '#server/positions/ask-verdict.ts'
import { ruleVersionsOf, storedReasons } from '#server/positions/store-verdict.ts'

/**
 * What the safeguards say of each position of a size that waits for an officer, as publishing would have kept it: the case page reads it, and
 * no decision can be made without it. With what is known of the establishment today, dated as the step that made the position wait.
 *
 * @param options `today` is a Dutch day
 * @returns how many verdicts were written
 */
export async function askVerdicts(
  { db, sql }: { db: Db; sql: Sql },
  options: { seed: number; today: string },
): Promise<number> {
  const { seed, today } = options
  const waiting = eq(positions.state, 'awaiting-decision')
  const rows = await db
    .select({ position: positions, askedAt: positionLog.at })
    .from(positions)
    .innerJoin(positionLog, and(eq(positionLog.positionId, positions.id), eq(positionLog.step, 'submit')))
    .where(waiting)
    .orderBy(positions.id)
  const spoken = await db
    .select({ language: positionLanguages })
    .from(positionLanguages)
    .innerJoin(positions, eq(positions.id, positionLanguages.positionId))
    .where(waiting)
  const languagesOf = groupBy(
    spoken.map((row) => row.language),
    (row) => row.positionId,
  )
  const random = randomOf(`${seed} verdicts`)
  const verdicts: (typeof positionVerdicts.$inferInsert)[] = []
  for (const { position, askedAt } of rows) {
    const positionId = position.id
    const { verdict } = await askToPublish(db, { ...position, languages: languagesOf.get(positionId) ?? [] }, today)
    const { moment, outcome, inputs, policyVersion } = verdict
    const reasons = storedReasons(verdict)
    verdicts.push({
      id: random.uuid(),
      positionId,
      newcomerId: null,
      moment,
      outcome,
      reasons,
      inputs,
      policyVersion,
      ruleVersions: ruleVersionsOf(verdict),
      askedAt,
    })
  }
  await sql.begin((tx) => copyRows(tx, positionVerdicts, verdicts))
  return verdicts.length
}
