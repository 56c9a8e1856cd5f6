import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { factStatements } from '#db/schema/facts.ts'
import type { Actor } from '#server/platform/context.ts'

/** No strike and no dismissal, said long enough ago and good for long enough that any test may stand on it. */
export async function stateNothingWrong(db: Db, establishmentId: string, { accountId }: Actor): Promise<void> {
  if (!accountId) throw new Error('a worker states nothing')
  const said = (
    question: 'industrial-action' | 'dismissal-requests' | 'collective-dismissal',
    answer: false | null,
  ) => ({
    establishmentId,
    question,
    answer: answer ?? sql`'null'::jsonb`,
    evidenceKind: 'declaration' as const,
    evidenceBy: 'HR',
    evidenceOn: '2025-01-01',
    statedBy: accountId,
    statedOn: '2025-01-01',
    validUntil: '2029-12-31',
    statedAt: new Date('2025-01-01T09:00:00Z'),
  })
  await db
    .insert(factStatements)
    .values([said('industrial-action', false), said('dismissal-requests', false), said('collective-dismissal', null)])
}
