import { and, desc, eq, exists, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import { EMPLOYER_STATES } from './rules.ts'

/** The newest card of a proposal first; what a coach chose comes after what was held back at the same moment. */
export const newestFirst = [desc(shownCards.at), desc(sql`${shownCards.outcome} = 'shown'`)] as const

/**
 * Which proposals an employer is shown, for the cards and for the counts beside a position alike: put forward by the coach, of a person who did
 * not stop, before the yes only when the card was not held back (rules-card-alike.ts), and when placed only while the placement runs.
 *
 * @returns a condition for a query on `proposals` that joins `newcomers`
 */
export const shownToEmployer = (db: Reader): SQL | undefined =>
  and(
    inArray(proposals.state, EMPLOYER_STATES),
    ne(newcomers.availability, 'withdrawn'),
    or(
      ne(proposals.state, 'shortlisted'),
      eq(
        sql`(${db
          .select({ outcome: shownCards.outcome })
          .from(shownCards)
          .where(eq(shownCards.proposalId, proposals.id))
          .orderBy(...newestFirst)
          .limit(1)})`,
        'shown',
      ),
    ),
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
