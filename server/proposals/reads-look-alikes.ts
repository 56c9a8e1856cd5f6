import { and, eq, gte, ne } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { municipalities } from '#db/schema/reference.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { dayOf } from '#server/platform/context.ts'
import type { ShownCard } from './rules-card-alike.ts'
import { type CardTraits, traitsOf } from './rules-card-bands.ts'
import { CARD_POLICY, type CardAsk } from './rules-card-steps.ts'

export type LookAlikes = {
  /** Everybody of the labour market region who did not stop. */
  population: CardTraits[]
  /** What the organisation was shown in the months of the policy. */
  shown: ShownCard[]
}

/**
 * The only read over people that the actor cannot see: whom a card could be confused with, and what an organisation was shown of all of them. Its answer is
 * counted in `firstSafeWay` and goes no further: neither a page nor a log gets a row of it.
 *
 * @param region labour market region of the newcomer, by its code
 */
export async function lookAlikesFor(
  reader: Reader,
  of: { region: string | null; employerId: string },
  now: Date,
): Promise<LookAlikes> {
  const db = elevated(reader, 'look-alikes')
  const people = await db
    .select({ id: newcomers.id, education: newcomers.educationLevel, region: municipalities.regionCode })
    .from(newcomers)
    .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
    .where(
      and(
        ne(newcomers.availability, 'withdrawn'),
        of.region === null ? undefined : eq(municipalities.regionCode, of.region),
      ),
    )
  const beside = new Map(people.filter((one) => one.region === of.region).map((one) => [one.id, one]))
  const facts = await newcomerFactsOf(db, [...beside.keys()])
  const today = dayOf(now)
  const since = new Date(now)
  since.setUTCMonth(since.getUTCMonth() - CARD_POLICY.months)
  const rows = await db
    .select()
    .from(shownCards)
    .where(and(eq(shownCards.employerId, of.employerId), eq(shownCards.outcome, 'shown'), gte(shownCards.at, since)))
  return {
    population: facts.map((one) =>
      traitsOf(one, { education: beside.get(one.id)?.education ?? null, region: of.region }, today),
    ),
    shown: rows.map((row) => ({
      personId: row.newcomerId,
      region: row.region,
      // What `keepCard` wrote. A card of an earlier version has a key that fits nobody else, which is the safe side.
      ask: { skills: [], licences: [], ...row.ask } as unknown as CardAsk,
      step: row.step,
      key: row.key,
    })),
  }
}
