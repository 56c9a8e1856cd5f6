import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { factStatements } from '#db/schema/facts.ts'
import type { Actor } from '#server/platform/context.ts'

/** The first of every month of four years: an answer about a strike is good for a start for a month. */
const MONTHLY = [2025, 2026, 2027, 2028].flatMap((year) =>
  Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}-01`),
)

/** No strike and no dismissal, said long enough ago and good for long enough, or often enough, that any test may stand on it. */
export async function stateNothingWrong(db: Db, establishmentId: string, { accountId }: Actor): Promise<void> {
  if (!accountId) throw new Error('a worker states nothing')
  const said = (
    question: 'industrial-action' | 'dismissal-requests' | 'collective-dismissal',
    answer: false | null,
    on = '2025-01-01',
  ) => ({
    establishmentId,
    question,
    answer: answer ?? sql`'null'::jsonb`,
    evidenceKind: 'declaration' as const,
    evidenceBy: 'HR',
    evidenceOn: on,
    statedBy: accountId,
    statedOn: on,
    validUntil: '2029-12-31',
    statedAt: new Date(`${on}T09:00:00Z`),
  })
  await db
    .insert(factStatements)
    .values([
      ...MONTHLY.map((on) => said('industrial-action', false, on)),
      said('dismissal-requests', false),
      said('collective-dismissal', null),
    ])
}
