import { eq, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { CardOutcome, CardReason } from '#db/values/cards.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { lookAlikesFor } from './reads-look-alikes.ts'
import { askOf } from './rules-card.ts'
import { firstSafeWay } from './rules-card-alike.ts'
import { traitsOf } from './rules-card-bands.ts'
import { askTold, CARD_POLICY, keyOf, MOST_GENERAL, shapeAt } from './rules-card-steps.ts'

type OfProposal = {
  id: string
  newcomerId: string
  positionId: string
  employerId: string
}

/**
 * Makes the card that an employer sees before the yes and keeps it as it is: as general as it must be for this organisation, or held back. One at a time for
 * each organisation, so that two cards made at once count each other.
 *
 * @param chosen a coach shows the card although too few people look alike: then the most general one; or one with all skills and as general as a test wants it
 * @returns whether the employer sees it now
 */
export async function keepCard(
  tx: Tx,
  proposal: OfProposal,
  now: Date,
  chosen: { reason: CardReason; by: string; step?: number } | null = null,
): Promise<CardOutcome> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cards:${proposal.employerId}`}, 0))`)
  const today = dayOf(now)
  const [[newcomer], [position], [beside]] = await Promise.all([
    newcomerFactsOf(tx, [proposal.newcomerId]),
    positionFactsOf(tx, [proposal.positionId], today),
    tx
      .select({ education: newcomers.educationLevel, region: municipalities.regionCode })
      .from(newcomers)
      .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
      .where(eq(newcomers.id, proposal.newcomerId)),
  ])
  if (!newcomer || !position || !beside) throw new Refusal('not-found')
  const person = traitsOf(newcomer, beside, today)
  const ask = askOf(position)
  const way = chosen
    ? chosen.step === undefined
      ? MOST_GENERAL
      : { step: chosen.step, told: ask.skills.length }
    : firstSafeWay({
        person,
        ask,
        ...(await lookAlikesFor(tx, { region: beside.region, employerId: proposal.employerId }, now)),
      }).way
  const { step, told } = way ?? MOST_GENERAL
  const shape = way && shapeAt(person, ask, way)
  const outcome = shape ? 'shown' : 'held'
  await tx.insert(shownCards).values({
    proposalId: proposal.id,
    newcomerId: proposal.newcomerId,
    positionId: proposal.positionId,
    employerId: proposal.employerId,
    outcome,
    step,
    region: beside.region,
    ask: askTold(ask, told),
    shape: shape ?? {},
    key: shape ? keyOf(shape) : '',
    policyVersion: CARD_POLICY.version,
    reason: chosen?.reason ?? null,
    chosenBy: chosen?.by ?? null,
    at: now,
  })
  return outcome
}
