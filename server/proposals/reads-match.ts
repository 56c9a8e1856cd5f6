import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { occupations, places } from '#db/schema/reference.ts'
import type { PositionType } from '#db/values/positions.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import type { Sector } from '#db/values/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { explainFully, type FullExplanation } from '#server/matching/rules/full-explanation.ts'
import { pairOf } from '#server/matching/rules/pair.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { type SkillGap, skillGap } from '#server/matching/rules/skill-gap.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { countChoices } from '#server/newcomers/rules-choices.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { type Sorted, sortPlaces } from './rules-places.ts'
import { EVERY_PLACE, type OpenPlace, type PlacesQuestion, placeOrder, placeSieves } from './rules-places-asked.ts'

/** What a line about a position says. */
export type PositionLine = {
  id: string
  title: string
  employerName: string
  place: string
  sector: Sector
  type: PositionType
  hoursPerWeek: number
  startsOn: string
  seats: number
}
/** The newest proposal of a pair, if there is one. */
export type PairProposal = { id: string; state: ProposalState }

export type Match = {
  /** Given name. */
  name: string
  explanation: FullExplanation
  newcomer: NewcomerFacts
  position: PositionFacts
  line: PositionLine
  proposal: PairProposal | null
}

/**
 * Everything there is to say about one newcomer of the own caseload and one open position: both sides, the answer, what would change it; asked of
 * the engine afresh, whether or not there is a proposal.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload, or a position that is not published)
 */
export async function matchOf(ctx: Ctx, input: { newcomerId: string; positionId: string }): Promise<Match> {
  requireRole(ctx.actor, 'coach')
  const { newcomerId, positionId } = input
  if (!isId(newcomerId) || !isId(positionId)) throw new Refusal('not-found')
  const today = dayOf(ctx.now)
  const [name, lines, [newcomer], [position], made] = await Promise.all([
    ownName(ctx.db, newcomerId, ctx.actor.accountId),
    linesOf(ctx.db, [positionId]),
    newcomerFactsOf(ctx.db, [newcomerId]),
    positionFactsOf(ctx.db, [positionId], today),
    proposalsOf(ctx.db, newcomerId, [positionId]),
  ])
  const line = lines.get(positionId)
  if (name === null || !line || !newcomer || !position) throw new Refusal('not-found')
  return {
    name,
    explanation: explainFully(newcomer, position, MATCHING_POLICY, today),
    newcomer,
    position,
    line,
    proposal: made.get(positionId) ?? null,
  }
}

/** Lines of each list that a page shows. */
const MOST_SHOWN = 12

export type PlaceLine = PositionLine & { explanation: FullExplanation; proposal: PairProposal | null }
export type Places = {
  /** Given name. */
  name: string
  fits: PlaceLine[]
  /** Exactly one gate missed and nothing unknown (ruling 18). */
  almost: PlaceLine[]
  /** Of all the others, what they are. */
  others: PositionLine[]
  /** How many there are of each answer; the lists above show the best. */
  counts: Sorted['counts']
  /** What is not known, and for how many positions that is all that is open. */
  asks: Sorted['asks']
  gap: Omit<SkillGap, 'steps'> & {
    steps: {
      uri: string
      opens: number
      improves: number
      learnableAt: (PositionLine & { isEligible: boolean })[]
    }[]
  }
  /** What stands side by side, asked for or not. */
  beside: PlaceLine[]
  /** The nearest, and how many of them are what was asked. */
  nearest: number
  lookedAt: number
  /** Beside each choice of each filter how many of the nearest there are with it and all other filters (`placeSieves`). */
  choices: Record<string, Record<string, number>>
  /** Without each filter that is asked, how many there are. */
  without: Record<string, number>
  /** Whether it is known how long this person travels. */
  isWayKnown: boolean
}

/** What is asked of the places for one person. */
type PlacesAsked = {
  question?: PlacesQuestion
  /** Only these ids: what an index found with words. Absent or null = no words were asked. */
  words?: readonly string[] | null
  /** Ids of places that stand side by side. */
  beside?: readonly string[]
}

/**
 * Which open positions fit one newcomer of the own caseload, which miss by one thing, and which skills would open most.
 * The nearest positions only, and the lists the best of them. Everything that is asked is decided here, of the rows, but for the words.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload)
 */
export async function placesFor(ctx: Ctx, newcomerId: string, asked: PlacesAsked = {}): Promise<Places> {
  requireRole(ctx.actor, 'coach')
  if (!isId(newcomerId)) throw new Refusal('not-found')
  const today = dayOf(ctx.now)
  const [name, [newcomer]] = await Promise.all([
    ownName(ctx.db, newcomerId, ctx.actor.accountId),
    newcomerFactsOf(ctx.db, [newcomerId]),
  ])
  if (name === null || !newcomer) throw new Refusal('not-found')
  const near = await nearestOpen(ctx.db, newcomer, today)
  const byId = new Map(near.map((one) => [one.position.id, one]))
  const { question = EVERY_PLACE, words = null } = asked
  const chosen = countChoices(near, placeSieves(question, words && new Set(words), today))
  const positionsOf = (list: readonly OpenPlace[]) => list.map((one) => one.position)
  const order = placeOrder(question.order)
  const before = (one: PositionFacts, other: PositionFacts): number => {
    const [first, second] = [byId.get(one.id), byId.get(other.id)]
    return order && first && second ? order(first, second) : 0
  }
  const sorted = sortPlaces(newcomer, positionsOf(chosen.found), MATCHING_POLICY, today, MOST_SHOWN, before)
  const forSkills = positionsOf(near.slice(0, MATCHING_POLICY.nearest.forSkills))
  const gap = skillGap(newcomer, forSkills, MATCHING_POLICY, today)
  const taught = gap.steps.flatMap((step) => step.learnableAt.slice(0, 3))
  const beside = (asked.beside ?? []).flatMap((id) => byId.get(id)?.position ?? [])
  const shown = [...sorted.fits, ...sorted.almost, ...sorted.others, ...beside]
  const ids = [...new Set([...shown.map((one) => one.id), ...taught.map((one) => one.positionId)])]
  const [lines, made] = await Promise.all([linesOf(ctx.db, ids), proposalsOf(ctx.db, newcomerId, ids)])
  const asLine = (position: PositionFacts): PlaceLine[] => {
    const line = lines.get(position.id)
    if (!line) return []
    const explanation = explainFully(newcomer, position, MATCHING_POLICY, today)
    return [{ ...line, explanation, proposal: made.get(position.id) ?? null }]
  }
  return {
    name,
    fits: sorted.fits.flatMap(asLine),
    almost: sorted.almost.flatMap(asLine),
    others: sorted.others.flatMap(({ id }) => lines.get(id) ?? []),
    counts: sorted.counts,
    asks: sorted.asks,
    gap: {
      ...gap,
      steps: gap.steps.map(({ uri, opens, improves, learnableAt }) => ({
        uri,
        opens: opens.length,
        improves,
        learnableAt: learnableAt.slice(0, 3).flatMap(({ positionId, isEligible }) => {
          const line = lines.get(positionId)
          return line ? [{ ...line, isEligible }] : []
        }),
      })),
    },
    beside: beside.flatMap(asLine),
    nearest: near.length,
    lookedAt: chosen.found.length,
    choices: chosen.counts,
    without: chosen.without,
    isWayKnown: near.some(({ minutes }) => minutes !== null),
  }
}

/** The given name of a newcomer of the own caseload; null for somebody else's. */
async function ownName(db: Reader, newcomerId: string, coachId: string): Promise<string | null> {
  const [own] = await db
    .select({ givenName: newcomerIdentities.givenName })
    .from(newcomers)
    .leftJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, coachId)))
  return own ? (own.givenName ?? '') : null
}

/**
 * Published positions, the nearest first: to where the person lives or, when a move is known, will live, whichever is nearer (ruling 17: which of
 * the two counts differs by the start). Without a place in the order of their ids.
 */
async function nearestOpen(db: Reader, newcomer: NewcomerFacts, today: string): Promise<OpenPlace[]> {
  const { place, futurePlace } = newcomer
  // A degree of longitude is 0.61 of a degree of latitude in the Netherlands; for an order that is exact enough.
  const far = [place, futurePlace?.place ?? null].flatMap((home) =>
    home ? [sql`power(${places.lat} - ${home.lat}, 2) + power((${places.lon} - ${home.lon}) * 0.61, 2)`] : [],
  )
  // A bare 0 would be the number of a column.
  const nearer = far.length > 0 ? sql`least(${sql.join(far, sql`, `)})` : sql`0::float8`
  const rows = await db
    .select({ id: positions.id, wage: positions.hourlyWageCents, publishedAt: positions.publishedAt })
    .from(positions)
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(eq(positions.state, 'published'))
    .orderBy(nearer, asc(positions.id))
    .limit(MATCHING_POLICY.nearest.lookedAt)
  const facts = await positionFactsOf(
    db,
    rows.map((row) => row.id),
    today,
  )
  const byId = new Map(facts.map((one) => [one.id, one]))
  return rows.flatMap(({ id, wage, publishedAt }) => {
    const position = byId.get(id)
    if (!position) return []
    const minutes = pairOf(newcomer, position, MATCHING_POLICY, today).journey?.minutes ?? null
    return [{ position, isPaid: wage !== null, publishedAt, minutes }]
  })
}

/** The lines of these positions as far as they are published. */
export async function linesOf(db: Reader, ids: readonly string[]): Promise<Map<string, PositionLine>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: positions.id,
      title: positions.title,
      employerName: employers.name,
      place: places.name,
      isco: occupations.isco,
      type: positions.type,
      hoursPerWeek: positions.hoursPerWeek,
      startsOn: positions.startsOn,
      seats: positions.seats,
    })
    .from(positions)
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(inArray(positions.id, [...ids]), eq(positions.state, 'published')))
  return new Map(rows.map(({ isco, ...row }) => [row.id, { ...row, sector: sectorOf(isco) }]))
}

/** The newest proposal for each of these positions. */
async function proposalsOf(
  db: Reader,
  newcomerId: string,
  positionIds: readonly string[],
): Promise<Map<string, PairProposal>> {
  if (positionIds.length === 0) return new Map()
  const rows = await db
    .select({ id: proposals.id, state: proposals.state, positionId: proposals.positionId })
    .from(proposals)
    .where(and(eq(proposals.newcomerId, newcomerId), inArray(proposals.positionId, [...positionIds])))
    .orderBy(desc(proposals.createdAt))
  const newest = new Map<string, PairProposal>()
  for (const { positionId, ...row } of rows) if (!newest.has(positionId)) newest.set(positionId, row)
  return newest
}
