import { eq, sql } from 'drizzle-orm'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { municipalities, places } from '#db/schema/reference.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { type NewcomerHits, searchNewcomers } from '#server/search/reads.ts'
import { type CaseloadQuestion, nameFits } from './reads-caseload.ts'
import {
  type AbilityQuestion,
  type Able,
  availabilitySieve,
  dutchSieve,
  travelSieve,
  workedSieve,
} from './rules-ability.ts'
import { comingMonths, countChoices, type Sieve } from './rules-choices.ts'

type Meili = Parameters<typeof searchNewcomers>[1]

export type AbleInCaseload = {
  /** Whom of the own caseload the question fits; null = nothing was asked. */
  ids: string[] | null
  engine: NewcomerHits['engine']
  /** Nobody has all the words; these have some. */
  loosely: boolean
  /** The postcode is not known, so the way there is not looked at. */
  placeUnknown: boolean
  /**
   * Beside each choice of each field how many of the caseload there would be with it, all other filters as they are: `availability`, `worked`, `level`, and
   * where they are asked `skill`, `by`, `minutes`, `means`.
   */
  counts: Record<string, Record<string, number>>
  /** Without each filter that is asked, how many of the caseload there would be: `words`, `worked`, `dutch`, `travel`, `name`, `availability`. */
  without: Record<string, number>
}

/**
 * Who of the coach's own caseload can do what is asked. The words are asked of the search index. All the rest is decided here, of the coach's own rows, so that
 * counts and list are the same whichever engine answers; the way from home by the rule of matching, since where somebody lives is in no index. Who is found is
 * read again by the caller with the coach's own rights.
 *
 * @param meili `env.meili`
 * @param list what the page asks besides: it narrows `counts` and `without`, not `ids`
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function ableInCaseload(
  ctx: Ctx,
  meili: Meili,
  question: AbilityQuestion,
  list: Pick<CaseloadQuestion, 'q' | 'availability'> = {},
): Promise<AbleInCaseload> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  const { accountId, municipalityCode } = ctx.actor
  const { words, worked, dutch, travel } = question
  const query = { municipality: municipalityCode ?? '', caseload: accountId ?? '', q: words, whole: true }
  const today = dayOf(ctx.now)
  const [text, [there], people] = await Promise.all([
    words.trim() === '' ? null : searchNewcomers(ctx.db, meili, query),
    travel ? ctx.db.select(POINT).from(places).where(eq(places.postcode4, travel.postcode)) : [],
    ownPeople(ctx, today, list.q),
  ])
  const hits = text && new Set(text.ids)
  const asked: Record<string, Sieve<Able & { isNamed: boolean }>> = {
    words: { passes: hits && ((one) => hits.has(one.id)) },
    worked: workedSieve(worked),
    dutch: dutchSieve(dutch, comingMonths(today)),
    ...(travel && there ? { travel: travelSieve(travel, there) } : {}),
  }
  const all = countChoices(people, {
    ...asked,
    name: { passes: list.q ? (one) => one.isNamed : null },
    availability: availabilitySieve(list.availability),
  })
  const isAsked = Object.values(asked).some(({ passes }) => passes !== null)
  return {
    ids: isAsked ? countChoices(people, asked).found.map((one) => one.id) : null,
    engine: text?.engine ?? 'postgres',
    loosely: text?.loosely ?? false,
    placeUnknown: travel !== null && !there,
    counts: all.counts,
    without: all.without,
  }
}

const ABLE = {
  worked: newcomerSearch.worked,
  hasListening: newcomerSearch.hasListening,
  hasSpeaking: newcomerSearch.hasSpeaking,
  hasReading: newcomerSearch.hasReading,
  hasWriting: newcomerSearch.hasWriting,
  reachListening: newcomerSearch.reachListening,
  reachSpeaking: newcomerSearch.reachSpeaking,
  reachReading: newcomerSearch.reachReading,
  reachWriting: newcomerSearch.reachWriting,
}
const POINT = { lat: places.lat, lon: places.lon }

/** Everybody of the own caseload as the filters see them. @param q part of a name: whether it fits is told, and the name is not read */
async function ownPeople(ctx: Ctx, today: string, q: string | undefined) {
  const rows = await ctx.db
    .select({
      id: newcomers.id,
      availability: newcomers.availability,
      isNamed: sql<boolean | null>`${nameFits(q) ?? sql`true`}`,
      means: newcomers.travelMeans,
      movesOn: newcomers.futureFrom,
      ...POINT,
      able: ABLE,
    })
    .from(newcomers)
    .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
    .leftJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .leftJoin(places, eq(places.postcode4, newcomers.postcode4))
    .leftJoin(newcomerSearch, eq(newcomerSearch.newcomerId, newcomers.id))
    .where(eq(newcomers.coachId, ctx.actor.accountId ?? ''))
  // Who withdrew is in no index, and can do nothing that is asked; who moved lives nowhere that we know.
  return rows.map(({ isNamed, movesOn, lat, lon, able, ...row }) => ({
    ...row,
    isNamed: isNamed === true,
    home: lat === null || lon === null || (movesOn !== null && movesOn <= today) ? null : { lat, lon },
    worked: able?.worked ?? [],
    has: {
      listening: able?.hasListening ?? -1,
      speaking: able?.hasSpeaking ?? -1,
      reading: able?.hasReading ?? -1,
      writing: able?.hasWriting ?? -1,
    },
    reaches: {
      listening: able?.reachListening ?? [],
      speaking: able?.reachSpeaking ?? [],
      reading: able?.reachReading ?? [],
      writing: able?.reachWriting ?? [],
    },
  }))
}
