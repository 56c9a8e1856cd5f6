import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import type { CardOutcome, CardReason } from '#db/values/cards.ts'
import { requireRole } from '#server/access/may.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { runningOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { skillsByUri } from '#server/reference/reads.ts'
import { ownProposal } from './reads-own.ts'
import { newestFirst, shownToEmployer } from './reads-shown.ts'
import { consentStands } from './rules.ts'
import { type AnonymousCard, cardOf, keptCardOf } from './rules-card.ts'
import { CARD_LINES, type CardLine, type CardShape, countedOf } from './rules-card-steps.ts'

type ProposalRow = typeof proposals.$inferSelect

/** Nothing was kept: it was held back. What is left is the code and where things stand. */
const NOTHING: CardShape = {
  dutch: [],
  otherLanguages: [],
  experience: [],
  education: null,
  hours: null,
  days: null,
  fromMonth: null,
  skills: [],
  licences: null,
  leftOut: [...CARD_LINES],
}

/** The newest card of each proposal that was kept and is shown, with the region that it names: where the person lived then. */
async function keptOf(db: Reader, proposalIds: readonly string[]) {
  const rows = await db
    .selectDistinctOn([shownCards.proposalId], {
      proposalId: shownCards.proposalId,
      outcome: shownCards.outcome,
      shape: shownCards.shape,
      policyVersion: shownCards.policyVersion,
      region: labourMarketRegions.name,
    })
    .from(shownCards)
    .leftJoin(labourMarketRegions, eq(labourMarketRegions.code, shownCards.region))
    .where(inArray(shownCards.proposalId, [...proposalIds]))
    .orderBy(shownCards.proposalId, ...newestFirst)
  // What `keepCard` wrote.
  return new Map(
    rows.flatMap(({ proposalId, outcome, shape, policyVersion, region }) =>
      outcome === 'shown'
        ? [[proposalId, { shape: countedOf(shape as CardShape, policyVersion), region }] as const]
        : [],
    ),
  )
}

/**
 * Cards of proposals. While a yes stands they are made of the facts of today; else they are what was kept when the employer got them.
 * @param preview for the person and the coach: of a card that was not kept, what the employer would see
 */
async function cardsOf(db: Reader, rows: readonly ProposalRow[], now: Date, preview = false): Promise<AnonymousCard[]> {
  if (rows.length === 0) return []
  const today = dayOf(now)
  const ids = rows.map((row) => row.id)
  const [heads, kept] = await Promise.all([headsOf(db, rows, today), keptOf(db, ids)])
  const wholes = rows.filter((row) => heads.get(row.id)?.proposal.revealed || (preview && !kept.has(row.id)))
  const [people, places] = await Promise.all([
    newcomerFactsOf(db, [...new Set(wholes.map((row) => row.newcomerId))]),
    positionFactsOf(db, [...new Set(wholes.map((row) => row.positionId))], today),
  ])
  const uris = [
    ...people.flatMap((one) => one.skills.map((skill) => skill.uri)),
    ...[...kept.values()].flatMap(({ shape }) => shape.skills.map((skill) => skill.uri)),
  ]
  const labels = new Map([...(await skillsByUri(db, uris))].map(([uri, one]) => [uri, one.labels]))
  const personById = new Map(people.map((one) => [one.id, one]))
  const placeById = new Map(places.map((one) => [one.id, one]))
  return rows.flatMap((row) => {
    const head = heads.get(row.id)
    if (!head) return []
    if (!wholes.includes(row)) {
      const { shape, region } = kept.get(row.id) ?? { shape: NOTHING, region: head.region }
      return [keptCardOf({ ...head, region, labels }, shape)]
    }
    const newcomer = personById.get(row.newcomerId)
    const position = placeById.get(row.positionId)
    return newcomer && position ? [cardOf({ ...head, newcomer, position, labels }, today)] : []
  })
}

/** What every card of a proposal begins with, and whether the yes stands. */
async function headsOf(db: Reader, rows: readonly ProposalRow[], today: string) {
  const ids = rows.map((row) => row.id)
  const [running, given, extra] = await Promise.all([
    runningOf(db, ids),
    db.select().from(consents).where(inArray(consents.proposalId, ids)).orderBy(asc(consents.givenAt)),
    elevated(db, 'head-card')
      .select({
        id: proposals.id,
        education: newcomers.educationLevel,
        region: labourMarketRegions.name,
        availability: newcomers.availability,
      })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .leftJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
      .leftJoin(labourMarketRegions, eq(labourMarketRegions.code, municipalities.regionCode))
      .where(inArray(proposals.id, ids)),
  ])
  const extraById = new Map(extra.map((one) => [one.id, one]))
  const consentById = new Map(given.map((one) => [one.proposalId, one]))
  return new Map(
    rows.map((row) => {
      const more = extraById.get(row.id)
      const standing = { running: running.has(row.id), availability: more?.availability ?? 'withdrawn' }
      const proposal = {
        id: row.id,
        cardCode: row.cardCode,
        state: row.state,
        since: dayOf(row.stateSince),
        answerDueOn: row.answerDueOn,
        expectedLevel: row.expectedLevel,
        fit: row.fit,
        revealed: consentStands(consentById.get(row.id) ?? null, row.state, today, standing),
      }
      return [row.id, { proposal, education: more?.education ?? null, region: more?.region ?? null }] as const
    }),
  )
}

/** Of these the ones that an employer sees: a placement that ended takes its card along, and so does a person who stopped. */
async function shownRows(db: Reader, where: SQL | undefined): Promise<ProposalRow[]> {
  const found = await elevated(db, 'head-card')
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

/** `isShown`: the employer sees this card now; `isHeld`: too few people look alike, so that the employer sees it only after a yes. */
export type CardPreview = { card: AnonymousCard; isShown: boolean; isHeld: boolean }

/**
 * Exactly the card that the employer sees: shown to the newcomer before the yes, and to the coach. The same function makes both.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function cardPreview(ctx: Ctx, proposalId: string): Promise<CardPreview> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'newcomer', 'coach')
  const rows = await ctx.db.select().from(proposals).where(eq(proposals.id, own.id))
  const [[card], seen] = await Promise.all([
    cardsOf(ctx.db, rows, ctx.now, true),
    shownRows(ctx.db, eq(proposals.id, own.id)),
  ])
  if (!card) throw new Refusal('not-found')
  const isShown = seen.length > 0
  return { card, isShown, isHeld: !isShown && own.state === 'shortlisted' }
}

/** How the card of a proposal was kept the last time. `leftOut`: lines that the employer does not see before the yes. */
export type CardStanding = { outcome: CardOutcome; leftOut: CardLine[]; reason: CardReason | null }

/**
 * For the coach of a proposal that waits for the newcomer: whether the employer sees a card, how general it is, and who decided so. How many people look
 * alike is not told: under five that is a count of people.
 * @returns null when no card counts now
 * @throws Refusal `forbidden`, `not-found`
 */
export async function cardStandingOf(ctx: Ctx, proposalId: string): Promise<CardStanding | null> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'coach')
  if (own.state !== 'shortlisted') return null
  const [row] = await ctx.db
    .select({
      outcome: shownCards.outcome,
      shape: shownCards.shape,
      policyVersion: shownCards.policyVersion,
      reason: shownCards.reason,
    })
    .from(shownCards)
    .where(eq(shownCards.proposalId, own.id))
    .orderBy(...newestFirst)
    .limit(1)
  if (!row) return null
  // What `keepCard` wrote; of one that was held back nothing.
  const leftOut = row.outcome === 'shown' ? countedOf(row.shape as CardShape, row.policyVersion).leftOut : []
  return { outcome: row.outcome, leftOut, reason: row.reason }
}
