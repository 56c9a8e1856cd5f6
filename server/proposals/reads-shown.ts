import { and, eq, exists, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import { EMPLOYER_STATES } from './rules.ts'

/**
 * Which proposals an employer is shown, for the cards and for the counts beside a position alike: put forward by the coach, of a person who did
 * not stop, and when placed only while the placement runs.
 *
 * @returns a condition for a query on `proposals` that joins `newcomers`
 */
export const shownToEmployer = (db: Reader): SQL | undefined =>
  and(
    inArray(proposals.state, EMPLOYER_STATES),
    ne(newcomers.availability, 'withdrawn'),
    or(
      ne(proposals.state, 'placed'),
      exists(
        db
          .select({ one: sql`1` })
          .from(placements)
          .where(and(eq(placements.proposalId, proposals.id), inArray(placements.state, RUNNING_PLACEMENT_STATES))),
      ),
    ),
  )
