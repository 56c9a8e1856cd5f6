import { and, eq, gte, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { baseOf, elevated } from '#db/bound.ts'
import type { Db, Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { labourMarketRegions, municipalities, places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Change, ChangeCode } from '#server/matching/rules/changes.ts'
import { demandEffects, type Told } from '#server/matching/rules/demand-effects.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { latestStartOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { findOwnPosition } from './find-own-position.ts'
import { positionFactsOf } from './reads-facts.ts'

/**
 * What the demands of a position do: counts only, `null` for fewer than `fewest`, nought included (ruling 26). Who fits now is told in whole `fewest`s,
 * so that lowering a demand and counting again does not tell by the difference what was too small to be told.
 */
export type DemandsAnswer = {
  position: { id: string; title: string }
  /** false = not published: nothing is counted. */
  isOpen: boolean
  eligible: Told
  effects: { changes: { code: ChangeCode; params: Record<string, string | number> }[]; more: Told }[]
  fewest: number
  /** The labour market region, else the municipality, whose newcomers were counted. */
  area: string
  policyVersion: string
}

/**
 * How many available newcomers of the area fit the employer's own position, and how many more would with one demand lowered by one step. Asked as if
 * a seat is free and the safeguards are in order, so that the answer is about the demands alone.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function demandsOf(ctx: Ctx, positionId: string): Promise<DemandsAnswer> {
  requireRole(ctx.actor, 'employer')
  const own = await findOwnPosition(ctx.db, ctx.actor, positionId)
  const head = { position: { id: own.id, title: own.title }, isOpen: own.state === 'published' }
  const today = dayOf(ctx.now)
  if (!head.isOpen) return { ...head, ...NOTHING }
  const known = remembered.get(baseOf(ctx.db)) ?? new Map<string, Promise<Counted>>()
  remembered.set(baseOf(ctx.db), known)
  const [[found], area] = await Promise.all([
    positionFactsOf(ctx.db, [own.id], today),
    areaOf(ctx.db, own.establishmentId),
  ])
  if (!found || !area) throw new Error('the position went away between two reads')
  const position: PositionFacts = { ...found, safeguard: 'ok', seats: 1, seatsTaken: 0 }
  // The demands, not the version: saving without a change is no new count.
  const key = `${today} ${JSON.stringify(position)}`
  const before = known.get(key)
  if (before) return { ...head, ...(await before) }
  const counted = count(ctx.db, position, area, today)
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(key, counted)
  counted.catch(() => known.delete(key))
  return { ...head, ...(await counted) }
}

type Counted = Omit<DemandsAnswer, 'position' | 'isOpen'>
const NOTHING: Counted = {
  eligible: null,
  effects: [],
  fewest: MATCHING_POLICY.fewestTold,
  area: '',
  policyVersion: MATCHING_POLICY.version,
}

/**
 * One count for the demands of a position on a day: it takes a second at region size, and a count that is taken anew at each click would tell by its
 * differences when somebody comes or goes.
 */
const remembered = new WeakMap<Db, Map<string, Promise<Counted>>>()
const MOST_REMEMBERED = 500

async function count(reader: Db, position: PositionFacts, area: Area, today: string): Promise<Counted> {
  const db = elevated(reader, 'count-people')
  const ids = await maybeFitting(db, position, area.municipalities, today)
  const people = await newcomerFactsOf(db, ids)
  const { eligible, effects } = demandEffects(position, people, MATCHING_POLICY, today)
  return {
    eligible: eligible === null ? null : eligible - (eligible % MATCHING_POLICY.fewestTold),
    effects: effects
      .filter(({ changes }) => !changes.some(tellsOrigin))
      .map(({ changes, more }) => ({
        changes: changes.map(({ code, params }) => ({ code, params })),
        more,
      })),
    fewest: MATCHING_POLICY.fewestTold,
    area: area.name,
    policyVersion: MATCHING_POLICY.version,
  }
}

/** How many people speak another language than Dutch or English would tell where they come from. */
const tellsOrigin = ({ params: { language } }: Change): boolean =>
  language !== undefined && language !== 'nld' && language !== 'eng'

type Area = { name: string; municipalities: SQL }

/** The municipalities of the labour market region of the workplace; its own municipality where no region is known. */
async function areaOf(db: Reader, establishmentId: string): Promise<Area | null> {
  const [home] = await db
    .select({
      code: municipalities.code,
      name: municipalities.name,
      regionCode: municipalities.regionCode,
      region: labourMarketRegions.name,
    })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .leftJoin(labourMarketRegions, eq(labourMarketRegions.code, municipalities.regionCode))
    .where(eq(establishments.id, establishmentId))
  if (!home) return null
  return home.regionCode === null
    ? { name: home.name, municipalities: sql`${newcomers.municipalityCode} = ${home.code}` }
    : {
        name: home.region ?? home.name,
        municipalities: sql`${newcomers.municipalityCode} in (select ${municipalities.code} from ${municipalities} where ${municipalities.regionCode} = ${home.regionCode})`,
      }
}

const KM_PER_DEGREE = 111.2
/** Hours that one lowered demand can take off at most: a block of a day. */
const MOST_HOURS_LESS = 24

/**
 * A cheap sieve in the database: leaves out only those whom no lowered demand brings in, by what it never changes (how far somebody can travel, the
 * least and most hours, when they can begin), and those of whom one of these is not known: unknown is no yes. The gates decide about who is left.
 */
async function maybeFitting(db: Reader, position: PositionFacts, area: SQL, today: string): Promise<string[]> {
  const { travel, detour } = MATCHING_POLICY
  const { place, hoursPerWeek } = position
  const latest = latestStartOf({ ...position, flexibleStart: true }, today, MATCHING_POLICY)
  const speed = sql`case when 'car' = any(${newcomers.travelMeans}) then ${travel.car.speed}::float
    when 'public-transport' = any(${newcomers.travelMeans}) then ${travel['public-transport'].speed}::float
    else ${travel.bicycle.speed}::float end`
  const reach = sql`(${newcomers.maxTravelMinutes} / 60.0 * ${speed} / ${detour}::float / ${KM_PER_DEGREE}::float + 0.001)`
  const isNear = place
    ? or(isNotNull(newcomers.futurePostcode4), sql`abs(${places.lat} - ${place.lat}::float) <= ${reach}`)
    : undefined
  const rows = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .leftJoin(places, eq(places.postcode4, newcomers.postcode4))
    .where(
      and(
        eq(newcomers.availability, 'available'),
        area,
        isNotNull(newcomers.maxTravelMinutes),
        isNear,
        lte(newcomers.availableFrom, latest),
        lte(newcomers.hoursMin, hoursPerWeek),
        gte(newcomers.hoursMax, hoursPerWeek - MOST_HOURS_LESS),
      ),
    )
    .orderBy(newcomers.id)
  return rows.map((row) => row.id)
}
