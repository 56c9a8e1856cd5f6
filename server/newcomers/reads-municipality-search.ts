import { and, eq, inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { iscoGroups, skills } from '#db/schema/reference.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import type { Sector } from '#db/values/reference.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { labelIn } from '#server/reference/rules.ts'
import { type NewcomerHits, searchNewcomers } from '#server/search/reads.ts'
import type { NewcomerQuery } from '#server/search/rules-newcomer-query.ts'
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
  engine: NewcomerHits['engine']
  /** Beside each choice how many people it would give, by field: `worked`, `wants`, `level`, and once a level is asked `skill`, `by`. */
  counts: Record<string, Record<string, number>>
  /** When nobody is found: without each thing that is asked, `words`, `worked`, `dutch` or `wants`, how many there are; counts, and nobody of them. */
  without: Record<string, number>
  /** How many people the pages show at most. */
  most: number
}

const PROFILES_PAGE = 20
/**
 * Policy 2026-11, not law: a coach who knows of a place looks for a few who could do it, and reads more about people of others than that asks when the list
 * goes on (ruling 23, data minimisation). Who has more than five pages narrows the question.
 */
const LAST_PAGE = 5
const MOST_SKILLS = 6

/** Whether anything is asked. Nobody leafs through everybody: without a question only counts are given, and everybody has the lowest level. Pure. */
export const asksSomething = ({ words, worked, dutch, wants }: ProfileQuestion): boolean =>
  words.trim() !== '' || worked !== null || wants !== null || (dutch !== null && dutch.level !== 'none')

/**
 * Who is available in the coach's own municipality and can do what is asked, without a name (ruling 23): also people of other coaches, so that a coach who knows
 * of a place can speak with the one who knows the person. Who is shown is decided of the rows, and what is shown of them comes from the search projection alone, which holds no name, contact, birth date, home,
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
  const page = Math.min(LAST_PAGE, question.page)
  const ask = ({ words, worked, dutch, wants }: ProfileQuestion, more: Pick<NewcomerQuery, 'perPage' | 'counted'>) =>
    searchNewcomers(ctx.db, meili, {
      municipality,
      // Who pauses, works or stopped is not looked for.
      availability: 'available',
      q: words,
      worked,
      dutch,
      wants,
      page,
      ...more,
    })
  const found = await ask(question, { perPage: PROFILES_PAGE, counted: { months: comingMonths(dayOf(ctx.now)) } })
  const counts: Profiles['counts'] = { worked: found.worked, wants: found.wants }
  for (const [key, count] of Object.entries(found.counts)) {
    const [field = '', choice = ''] = key.split(':')
    counts[field] = { ...counts[field], [choice]: count }
  }
  const answer = {
    total: found.total,
    page,
    pageSize: PROFILES_PAGE,
    most: LAST_PAGE * PROFILES_PAGE,
    isLast: page === LAST_PAGE || page * PROFILES_PAGE >= found.total,
    loosely: found.loosely,
    engine: found.engine,
    counts,
  }
  const ids = asksSomething(question) ? found.ids : []
  const rest = found.total === 0 ? withoutEach(question) : []
  // Each is asked as it would be asked afterwards, so that the count comes true, also where words are found loosely.
  const wider = await Promise.all(
    rest.map(async ([part, one]) => [part, (await ask(one, { perPage: 1 })).total] as const),
  )
  const without = Object.fromEntries(wider)
  return { ...answer, without, rows: await profilesOf(ctx, ids, municipality, accountId ?? '') }
}

/** The question without each thing that it asks, as far as that still asks something. */
function withoutEach(question: ProfileQuestion): [string, ProfileQuestion][] {
  const nothing = { words: '', worked: null, dutch: null, wants: null }
  return Object.entries(nothing).flatMap(([part, none]): [string, ProfileQuestion][] => {
    const rest = { ...question, [part]: none, page: 1 }
    return question[part as keyof typeof nothing] !== none && asksSomething(rest) ? [[part, rest]] : []
  })
}

/** What is shown of somebody; the projection holds nothing that names them. */
const SHOWN = {
  id: newcomerSearch.newcomerId,
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
}

async function profilesOf(ctx: Ctx, ids: string[], municipality: string, accountId: string): Promise<Profile[]> {
  if (ids.length === 0) return []
  const [now, known] = await Promise.all([
    // The index and the projection follow the rows; who stopped or has another coach since is as the rows say.
    elevated(ctx.db, 'say-available')
      .select({ id: newcomers.id, coachId: newcomers.coachId })
      .from(newcomers)
      .where(
        and(
          inArray(newcomers.id, ids),
          eq(newcomers.municipalityCode, municipality),
          eq(newcomers.availability, 'available'),
        ),
      ),
    ctx.db
      .select(SHOWN)
      .from(newcomerSearch)
      .where(and(inArray(newcomerSearch.newcomerId, ids), eq(newcomerSearch.municipalityCode, municipality))),
  ])
  const coachOf = new Map(now.map((one) => [one.id, one.coachId]))
  const rows = known.filter(({ id }) => coachOf.has(id))
  if (rows.length === 0) return []
  const groupsOf = (isco: string[]) => isco.filter((code) => code.length === 4)
  const codes = [...new Set(rows.flatMap(({ isco }) => groupsOf(isco)))]
  const uris = [...new Set(rows.flatMap((row) => row.skills.slice(0, MOST_SKILLS)))]
  const coachIds = [...new Set(coachOf.values())]
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
      const coachId = coachOf.get(row.id) ?? ''
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
