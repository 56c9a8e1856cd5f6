import { and, eq, inArray } from 'drizzle-orm'
import { newcomers } from '#db/schema/newcomers.ts'
import { places } from '#db/schema/reference.ts'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { TravelMeans } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import { requireMay } from '#server/access/may.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { journeyOf } from '#server/matching/rules/travel.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { searchNewcomers } from '#server/search/reads.ts'

type Meili = Parameters<typeof searchNewcomers>[1]

/** What a coach asks of what people can do. */
export type AbilityQuestion = {
  /** Occupations or skills, in any language. */
  words: string
  /** Has worked in this sector. */
  worked: Sector | null
  /** A least level in one skill of Dutch; `by` (`YYYY-MM`) = reached or expected at the latest in that month, null = reached. */
  dutch: { skill: LanguageSkill; level: Level; by: string | null } | null
  /** From home to a four-digit postcode, one way. `means` null = by the person's own. */
  travel: { postcode: string; minutes: number; means: TravelMeans | null } | null
}

/** `ids`: whom of the own caseload the question fits; null = nothing was asked. */
export type Able = {
  ids: string[] | null
  engine: 'meilisearch' | 'postgres'
  /** Nobody has all the words; these have some. */
  loosely: boolean
  /** The postcode is not known, so the way there is not looked at. */
  placeUnknown: boolean
}

/**
 * Who of the coach's own caseload can do what is asked. Words and levels are asked of the search index; the way from home only of Postgres, with
 * the rule of matching, since where somebody lives is in no index. Who is found is read again by the caller with the coach's own rights.
 *
 * @param meili `env.meili`
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function ableInCaseload(ctx: Ctx, meili: Meili, question: AbilityQuestion): Promise<Able> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  const { accountId, municipalityCode } = ctx.actor
  const { words, worked, dutch, travel } = question
  const able: Able = { ids: null, engine: 'postgres', loosely: false, placeUnknown: false }
  if (words.trim() !== '' || worked || dutch) {
    const query = { municipality: municipalityCode ?? '', caseload: accountId ?? '', q: words, worked, dutch }
    const found = await searchNewcomers(ctx.db, meili, { ...query, whole: true })
    Object.assign(able, { ids: found.ids, engine: found.engine, loosely: found.loosely })
  }
  if (!travel) return able
  const [there] = await ctx.db
    .select({ lat: places.lat, lon: places.lon })
    .from(places)
    .where(eq(places.postcode4, travel.postcode))
  return there ? { ...able, ids: await whoGetsThere(ctx, there, travel, able.ids) } : { ...able, placeUnknown: true }
}

/** Who is there within the time, from where they live today; who lives nowhere that we know is not. */
async function whoGetsThere(
  ctx: Ctx,
  there: { lat: number; lon: number },
  travel: NonNullable<AbilityQuestion['travel']>,
  among: string[] | null,
): Promise<string[]> {
  const own = eq(newcomers.coachId, ctx.actor.accountId ?? '')
  const today = dayOf(ctx.now)
  const near: string[] = []
  for (const part of among ? inParts(among, 1_000) : [null]) {
    const rows = await ctx.db
      .select({
        id: newcomers.id,
        means: newcomers.travelMeans,
        movesOn: newcomers.futureFrom,
        lat: places.lat,
        lon: places.lon,
      })
      .from(newcomers)
      .innerJoin(places, eq(places.postcode4, newcomers.postcode4))
      .where(and(own, part ? inArray(newcomers.id, part) : undefined))
    for (const row of rows) {
      if (row.movesOn !== null && row.movesOn <= today) continue
      const journey = journeyOf(row, there, travel.means ? [travel.means] : row.means, MATCHING_POLICY)
      if (journey && journey.minutes <= travel.minutes) near.push(row.id)
    }
  }
  return near
}
