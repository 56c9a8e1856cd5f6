import { and, arrayContains, eq, inArray } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { iscoGroups, skills } from '#db/schema/reference.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import type { Sector } from '#db/values/reference.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { labelIn } from '#server/reference/rules.ts'
import { searchNewcomers } from '#server/search/reads.ts'
import { scopeOf } from '#server/search/rules-encode.ts'
import type { AbilityQuestion } from './rules-ability.ts'
import { comingMonths } from './rules-choices.ts'
import { shortNumber } from './rules-number.ts'

type Meili = Parameters<typeof searchNewcomers>[1]

export type ProfileQuestion = Pick<AbilityQuestion, 'words' | 'worked' | 'dutch'> & {
  wants: Sector | null
  page: number
}

/** Somebody without a name: a number to speak of them with the coach who knows them, and what they can do and want. */
export type Profile = {
  number: string
  /** The coach of this person. */
  coach: string
  /** Of the own caseload: the id, for the way to the file. Of everybody else nothing leads further. */
  ownId: string | null
  /** Names of the occupation groups (ISCO unit groups) in which somebody worked. */
  did: string[]
  worked: Sector[]
  wants: Sector[]
  skills: string[]
  /** null = not known. */
  dutch: Record<LanguageSkill, Level | null>
  /** A week; null = not known. */
  hours: { min: number; max: number } | null
}

export type Profiles = {
  rows: Profile[]
  total: number
  page: number
  pageSize: number
  /** Nothing comes after this page, or nothing that search still gives: who wants more narrows the question. */
  isLast: boolean
  loosely: boolean
  engine: 'meilisearch' | 'postgres'
  /** Beside each choice how many people it would give, by field: `worked`, `wants`, `level`, and once a level is asked `skill`, `by`. */
  counts: Record<string, Record<string, number>>
}

const PROFILES_PAGE = 20
const LAST_PAGE = 50
const MOST_SKILLS = 6

/** Whether anything is asked. Nobody leafs through everybody: without a question only counts are given, and everybody has the lowest level. Pure. */
export const asksSomething = ({ words, worked, dutch, wants }: ProfileQuestion): boolean =>
  words.trim() !== '' || worked !== null || wants !== null || (dutch !== null && dutch.level !== 'none')

/**
 * Who is available in the coach's own municipality and can do what is asked, without a name (ruling 23): also people of other coaches, so that a coach who knows
 * of a place can speak with the one who knows the person. What is shown comes from the search projection alone, which holds no name, contact, birth date, home,
 * origin or free text; it is read with the coach's own rights. The page writes down that
 * somebody looked (`recordProfileSearch`).
 *
 * @param meili `env.meili`
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function profilesInMunicipality(ctx: Ctx, meili: Meili, question: ProfileQuestion): Promise<Profiles> {
  requireMay(ctx.actor, 'newcomer.search-municipality')
  const { municipalityCode, accountId } = ctx.actor
  const municipality = municipalityCode ?? ''
  const { words, worked, dutch, wants } = question
  const page = Math.min(LAST_PAGE, question.page)
  const found = await searchNewcomers(ctx.db, meili, {
    municipality,
    // Who pauses, works or stopped is not looked for.
    availability: 'available',
    q: words,
    worked,
    dutch,
    wants,
    page,
    perPage: PROFILES_PAGE,
    counted: { months: comingMonths(dayOf(ctx.now)) },
  })
  const counts: Profiles['counts'] = { worked: found.worked, wants: found.wants }
  for (const [key, count] of Object.entries(found.counts)) {
    const [field = '', choice = ''] = key.split(':')
    counts[field] = { ...counts[field], [choice]: count }
  }
  const answer = {
    total: found.total,
    page,
    pageSize: PROFILES_PAGE,
    isLast: page === LAST_PAGE || page * PROFILES_PAGE >= found.total,
    loosely: found.loosely,
    engine: found.engine,
    counts,
  }
  const ids = asksSomething(question) ? found.ids : []
  return { ...answer, rows: await profilesOf(ctx, ids, municipality, accountId ?? '') }
}

async function profilesOf(ctx: Ctx, ids: string[], municipality: string, accountId: string): Promise<Profile[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .select({
      id: newcomerSearch.newcomerId,
      scope: newcomerSearch.scope,
      isco: newcomerSearch.isco,
      worked: newcomerSearch.worked,
      wants: newcomerSearch.wants,
      skills: newcomerSearch.skills,
      listening: newcomerSearch.hasListening,
      speaking: newcomerSearch.hasSpeaking,
      reading: newcomerSearch.hasReading,
      writing: newcomerSearch.hasWriting,
      hoursMin: newcomerSearch.hoursMin,
      hoursMax: newcomerSearch.hoursMax,
    })
    .from(newcomerSearch)
    .where(
      and(
        inArray(newcomerSearch.newcomerId, ids),
        arrayContains(newcomerSearch.scope, [scopeOf.municipality(municipality)]),
        eq(newcomerSearch.availability, 'available'),
      ),
    )
  const groupsOf = (isco: string[]) => isco.filter((code) => code.length === 4)
  const coachOf = (scope: string[]) => scope.find((one) => one.startsWith(scopeOf.caseload('')))?.slice(2) ?? ''
  const codes = [...new Set(rows.flatMap(({ isco }) => groupsOf(isco)))]
  const uris = [...new Set(rows.flatMap((row) => row.skills.slice(0, MOST_SKILLS)))]
  const coachIds = [...new Set(rows.map(({ scope }) => coachOf(scope)))]
  const [groups, terms, coaches] = await Promise.all([
    codes.length ? ctx.db.select().from(iscoGroups).where(inArray(iscoGroups.code, codes)) : [],
    uris.length
      ? ctx.db.select({ uri: skills.uri, labels: skills.labels }).from(skills).where(inArray(skills.uri, uris))
      : [],
    ctx.db
      .select({ id: accounts.id, name: accounts.displayName })
      .from(accounts)
      .where(and(inArray(accounts.id, coachIds), eq(accounts.municipalityCode, municipality))),
  ])
  const groupName = new Map(groups.map(({ code, labels }) => [code, labelIn(labels, 'nl').text]))
  const skillName = new Map(terms.map(({ uri, labels }) => [uri, labelIn(labels, 'nl').text]))
  const coachName = new Map(coaches.map(({ id, name }) => [id, name]))
  const levelOf = (rank: number): Level | null => LEVELS[rank] ?? null
  const profiles = new Map(
    rows.map((row) => {
      const coachId = coachOf(row.scope)
      const profile: Profile = {
        number: shortNumber(row.id),
        coach: coachName.get(coachId) ?? '',
        ownId: coachId === accountId ? row.id : null,
        did: groupsOf(row.isco).flatMap((code) => groupName.get(code) ?? []),
        worked: row.worked as Sector[],
        wants: row.wants as Sector[],
        skills: row.skills.slice(0, MOST_SKILLS).flatMap((uri) => skillName.get(uri) ?? []),
        dutch: {
          listening: levelOf(row.listening),
          speaking: levelOf(row.speaking),
          reading: levelOf(row.reading),
          writing: levelOf(row.writing),
        },
        hours: row.hoursMin === null || row.hoursMax === null ? null : { min: row.hoursMin, max: row.hoursMax },
      }
      return [row.id, profile]
    }),
  )
  return ids.flatMap((id) => profiles.get(id) ?? [])
}
