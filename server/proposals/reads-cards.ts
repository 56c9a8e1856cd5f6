import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { runningOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { skillsByUri } from '#server/reference/reads.ts'
import { ownProposal } from './reads-own.ts'
import { shownToEmployer } from './reads-shown.ts'
import { consentStands } from './rules.ts'
import { type AnonymousCard, cardOf } from './rules-card.ts'

type ProposalRow = typeof proposals.$inferSelect

async function cardsOf(db: Reader, rows: readonly ProposalRow[], now: Date): Promise<AnonymousCard[]> {
  if (rows.length === 0) return []
  const today = dayOf(now)
  const ids = rows.map((row) => row.id)
  const newcomerIds = [...new Set(rows.map((row) => row.newcomerId))]
  const [people, places, running, given, extra] = await Promise.all([
    newcomerFactsOf(db, newcomerIds),
    positionFactsOf(db, [...new Set(rows.map((row) => row.positionId))], today),
    runningOf(db, ids),
    db.select().from(consents).where(inArray(consents.proposalId, ids)).orderBy(asc(consents.givenAt)),
    db
      .select({
        id: newcomers.id,
        education: newcomers.educationLevel,
        region: labourMarketRegions.name,
        availability: newcomers.availability,
      })
      .from(newcomers)
      .leftJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
      .leftJoin(labourMarketRegions, eq(labourMarketRegions.code, municipalities.regionCode))
      .where(inArray(newcomers.id, newcomerIds)),
  ])
  const uris = people.flatMap((one) => one.skills.map((skill) => skill.uri))
  const labels = new Map([...(await skillsByUri(db, uris))].map(([uri, one]) => [uri, one.labels]))
  const personById = new Map(people.map((one) => [one.id, one]))
  const placeById = new Map(places.map((one) => [one.id, one]))
  const extraById = new Map(extra.map((one) => [one.id, one]))
  const consentById = new Map(given.map((one) => [one.proposalId, one]))
  return rows.flatMap((row) => {
    const newcomer = personById.get(row.newcomerId)
    const position = placeById.get(row.positionId)
    if (!newcomer || !position) return []
    const more = extraById.get(row.newcomerId)
    const standing = { running: running.has(row.id), availability: more?.availability ?? 'withdrawn' }
    const revealed = consentStands(consentById.get(row.id) ?? null, row.state, today, standing)
    const proposal = {
      id: row.id,
      cardCode: row.cardCode,
      state: row.state,
      since: dayOf(row.stateSince),
      answerDueOn: row.answerDueOn,
      expectedLevel: row.expectedLevel,
      fit: row.fit,
      revealed,
    }
    const facts = { proposal, newcomer, position, labels }
    return [cardOf({ ...facts, education: more?.education ?? null, region: more?.region ?? null }, today)]
  })
}

/** Of these the ones that an employer sees: a placement that ended takes its card along, and so does a person who stopped. */
async function shownRows(db: Reader, where: SQL | undefined): Promise<ProposalRow[]> {
  const found = await db
    .select({ proposal: proposals })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(and(where, shownToEmployer(db)))
    .orderBy(asc(proposals.stateSince), asc(proposals.id))
    .limit(200)
  return found.map((one) => one.proposal)
}

/**
 * The candidates of an employer's own position as anonymous cards, oldest step first. Nothing here names a person; that is `revealedCandidate`.
 * @throws Refusal `forbidden`, `not-found` (another employer's position)
 */
export async function cardsForEmployer(ctx: Ctx, positionId: string): Promise<AnonymousCard[]> {
  requireRole(ctx.actor, 'employer')
  if (!isId(positionId)) throw new Refusal('not-found')
  const [own] = await ctx.db
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.id, positionId), eq(positions.employerId, ctx.actor.employerId)))
  if (!own) throw new Refusal('not-found')
  return cardsOf(ctx.db, await shownRows(ctx.db, eq(proposals.positionId, positionId)), ctx.now)
}

/**
 * One card of an employer's own position: the page of a candidate before the yes.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function cardForEmployer(ctx: Ctx, proposalId: string): Promise<AnonymousCard & { positionId: string }> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'employer')
  const [card] = await cardsOf(ctx.db, await shownRows(ctx.db, eq(proposals.id, own.id)), ctx.now)
  if (!card) throw new Refusal('not-found')
  return { ...card, positionId: own.positionId }
}

/**
 * Exactly the card that the employer sees: shown to the newcomer before the yes, and to the coach. The same function makes both.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function cardPreview(ctx: Ctx, proposalId: string): Promise<AnonymousCard> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'newcomer', 'coach')
  const rows = await ctx.db.select().from(proposals).where(eq(proposals.id, own.id))
  const [card] = await cardsOf(ctx.db, rows, ctx.now)
  if (!card) throw new Refusal('not-found')
  return card
}
