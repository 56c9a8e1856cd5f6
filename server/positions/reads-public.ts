import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import type { Db, Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positionLanguages, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import { type Labels, municipalities, occupations, places, skills } from '#db/schema/reference.ts'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { Licence } from '#db/values/newcomers.ts'
import type { PositionSlotKind, PositionType, Support } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'
import { seatsTakenOf } from '#server/placements/reads.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { searchPositions } from '#server/search/reads.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'
import { employerStands } from './reads-suspended.ts'
import { firstNameOf } from './rules.ts'

type Meili = Parameters<typeof searchPositions>[1]
/** A visitor's question: the words, the filters, the order, and `page` from 1. */
export type OpenPositionsQuestion = Omit<Parameters<typeof searchPositions>[2], 'perPage' | 'today'>

const OPEN_POSITIONS_PAGE = 20
const LAST_PAGE = 50

/** A published position as everybody may see it: of the people at work only the supervisor's first name. */
export type PublicPosition = {
  id: string
  code: string
  type: PositionType
  title: string
  occupation: Labels
  sector: Sector
  employerName: string
  place: string
  municipality: string
  tasks: string[]
  learns: string[]
  earns: string[]
  hoursPerWeek: number
  /** Cents an hour; null = no wage. */
  hourlyWageCents: number | null
  /** The wage is a youth wage, for somebody of this age (15..20); null = it is no youth wage. */
  wageForAge: number | null
  startsOn: string
  endsOn: string | null
  licences: Licence[]
  supports: Support[]
  supervisorName: string
  supervisorHours: number | null
  learningGoals: string[]
  languages: { language: string; skill: LanguageSkill; level: Level; task: string }[]
  slots: { kind: PositionSlotKind; weekday: number; fromMinute: number; toMinute: number }[]
  neededSkills: Labels[]
  taughtSkills: Labels[]
  seats: number
  seatsFree: number
}

/**
 * The position behind a public code while it is on the site.
 *
 * @param today Dutch day, `YYYY-MM-DD`
 * @returns null when there is none, or it is not published (any more): the same answer for both
 */
export async function publicPosition(db: Reader, code: string, today: string): Promise<PublicPosition | null> {
  const typed = code.trim().toUpperCase()
  if (!/^[A-Z0-9]{4,12}$/.test(typed)) return null
  const [row] = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.code, typed), isOnSite(today)))
  return row ? ((await publicViews(db, [row.id])).get(row.id) ?? null) : null
}

export type OpenPositions = {
  rows: PublicPosition[]
  total: number
  page: number
  pageSize: number
  /** Nothing comes after this page, or nothing that search still gives: who wants more narrows the question. */
  isLast: boolean
  /** How many positions each sector would give with all other filters on. */
  sectors: Partial<Record<Sector, number>>
} & Pick<Awaited<ReturnType<typeof searchPositions>>, 'facets' | 'counts' | 'engine' | 'loosely'>

/**
 * Published positions for a visitor's question. The index only gives ids: the rows are read again here, and what is no longer on the site
 * is dropped.
 *
 * @param meili `env.meili`
 * @param today Dutch day
 */
export async function openPositions(
  db: Db,
  meili: Meili,
  question: OpenPositionsQuestion,
  today: string,
): Promise<OpenPositions> {
  const asked = Math.trunc(question.page ?? 1)
  const page = Number.isFinite(asked) ? Math.min(LAST_PAGE, Math.max(1, asked)) : 1
  const day = dayNumberOf(today)
  const found = await searchPositions(db, meili, { ...question, today: day, page, perPage: OPEN_POSITIONS_PAGE })
  const [still, views] = await Promise.all([stillOnSite(db, found.ids, today), publicViews(db, found.ids)])
  return {
    rows: found.ids.flatMap((id) => (still.has(id) ? (views.get(id) ?? []) : [])),
    total: found.total,
    page,
    pageSize: OPEN_POSITIONS_PAGE,
    isLast: page === LAST_PAGE || page * OPEN_POSITIONS_PAGE >= found.total,
    sectors: found.sectors,
    facets: found.facets,
    counts: found.counts,
    engine: found.engine,
    loosely: found.loosely,
  }
}

const isOnSite = (today: string) =>
  and(eq(positions.state, 'published'), gte(positions.expiresOn, today), employerStands)

async function stillOnSite(db: Reader, ids: string[], today: string): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(inArray(positions.id, ids), isOnSite(today)))
  return new Set(rows.map(({ id }) => id))
}

/**
 * The public view of these positions, whatever their state: for pages that show a position beside a proposal. Who may see a position that
 * is not on the site is for the caller.
 */
export async function publicViews(db: Reader, ids: readonly string[]): Promise<Map<string, PublicPosition>> {
  const wanted = [...ids]
  if (wanted.length === 0) return new Map()
  const [rows, languages, asked, slots, taken] = await Promise.all([
    db
      .select({
        id: positions.id,
        code: positions.code,
        type: positions.type,
        title: positions.title,
        occupation: occupations.labels,
        isco: occupations.isco,
        employerName: employers.name,
        place: places.name,
        municipality: municipalities.name,
        tasks: positions.tasks,
        learns: positions.learns,
        earns: positions.earns,
        hoursPerWeek: positions.hoursPerWeek,
        hourlyWageCents: positions.hourlyWageCents,
        startsOn: positions.startsOn,
        endsOn: positions.endsOn,
        licences: positions.licences,
        supports: positions.supports,
        supervisorName: positions.supervisorName,
        supervisorHours: positions.supervisorHours,
        learningPlan: positions.learningPlan,
        seats: positions.seats,
        declaration: positions.declaration,
      })
      .from(positions)
      .innerJoin(employers, eq(employers.id, positions.employerId))
      .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
      .where(inArray(positions.id, wanted)),
    db.select().from(positionLanguages).where(inArray(positionLanguages.positionId, wanted)),
    db
      .select({ positionId: positionSkills.positionId, role: positionSkills.role, labels: skills.labels })
      .from(positionSkills)
      .innerJoin(skills, eq(skills.uri, positionSkills.skillUri))
      .where(inArray(positionSkills.positionId, wanted))
      .orderBy(asc(positionSkills.skillUri)),
    db
      .select()
      .from(positionSlots)
      .where(inArray(positionSlots.positionId, wanted))
      .orderBy(asc(positionSlots.weekday), asc(positionSlots.fromMinute)),
    seatsTakenOf(db, wanted),
  ])
  const languagesOf = groupBy(languages, (row) => row.positionId)
  const askedOf = groupBy(asked, (row) => row.positionId)
  const slotsOf = groupBy(slots, (row) => row.positionId)
  return new Map(
    rows.map(({ isco, learningPlan, declaration, ...row }): [string, PublicPosition] => [
      row.id,
      {
        ...row,
        sector: sectorOf(isco),
        supervisorName: firstNameOf(row.supervisorName),
        learningGoals: learningPlan.goals,
        // Nothing else that the employer declares is for everybody.
        wageForAge: row.hourlyWageCents === null ? null : (declaration.wageForAge ?? null),
        languages: (languagesOf.get(row.id) ?? []).map(({ positionId: _, ...demand }) => demand),
        slots: (slotsOf.get(row.id) ?? []).map(({ positionId: _, ...slot }) => slot),
        neededSkills: labelsOf(askedOf.get(row.id), 'needed'),
        taughtSkills: labelsOf(askedOf.get(row.id), 'taught'),
        seatsFree: Math.max(0, row.seats - (taken.get(row.id) ?? 0)),
      },
    ]),
  )
}

const labelsOf = (rows: { role: string; labels: Labels }[] | undefined, role: 'needed' | 'taught'): Labels[] =>
  (rows ?? []).filter((row) => row.role === role).map((row) => row.labels)
