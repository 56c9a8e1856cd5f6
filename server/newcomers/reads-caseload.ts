import { and, asc, count, eq, ilike, inArray, lt, notExists, or, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomerIdentities, newcomerLanguages, newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { municipalities, places } from '#db/schema/reference.ts'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { Availability } from '#db/values/newcomers.ts'
import { OPEN_PROPOSAL_STATES, type ProposalState } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { type NextStep, nextStepOf } from './rules.ts'

export type CaseloadQuestion = {
  availability?: Availability | undefined
  q?: string | undefined
  /** Only these, as `ableInCaseload` found them; null = everybody. */
  ids?: readonly string[] | null | undefined
  page?: number | undefined
}
export type CaseloadRow = {
  id: string
  name: string
  availability: Availability
  waitingSince: string
  municipality: string
  /** Name of the place where the person lives now. */
  place: string | null
  /** Dutch per skill; null = not known (or only as 1F-4F). */
  dutch: Record<LanguageSkill, Level | null>
  openProposals: number
  followUpsDue: number
  nextStep: NextStep
}

export type QuietRow = Pick<CaseloadRow, 'id' | 'name' | 'availability' | 'waitingSince' | 'nextStep'>

const CASELOAD_PAGE = 25
const MOST_EXPORTED = 5_000

/**
 * The coach's own newcomers by name, who waits longest first.
 *
 * @param question `q` searches in names; `page` from 1
 * @returns one page of rows, and how many there are in all
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function caseloadOf(
  ctx: Ctx,
  question: CaseloadQuestion = {},
): Promise<{ rows: CaseloadRow[]; total: number; page: number; pageSize: number }> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  const page = Math.max(1, Math.floor(question.page ?? 1))
  const [[counted], rows] = await Promise.all([
    ctx.db
      .select({ total: count() })
      .from(newcomers)
      .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
      .leftJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
      .where(whichOf(ctx, question)),
    rowsOf(ctx, question, CASELOAD_PAGE, (page - 1) * CASELOAD_PAGE),
  ])
  return { rows, total: counted?.total ?? 0, page, pageSize: CASELOAD_PAGE }
}

/** The same rows without pages, for the coach's own file (CSV); at most 5,000. */
export async function caseloadForExport(ctx: Ctx, question: CaseloadQuestion = {}): Promise<CaseloadRow[]> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  return rowsOf(ctx, question, MOST_EXPORTED, 0)
}

/** Names of these newcomers, as far as they are in the coach's own caseload; by id. */
export async function namesInCaseload(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .select({
      id: newcomers.id,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
    })
    .from(newcomers)
    .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .where(and(inArray(newcomers.id, [...ids]), eq(newcomers.coachId, ctx.actor.accountId ?? '')))
  return new Map(rows.map((row) => [row.id, nameOf(row)]))
}

/** Policy 2026-11: after the 14 days in which an answer is asked, having nothing under way is long. */
export const QUIET_DAYS = 14

/**
 * Who of the caseload is available, waits longer than `QUIET_DAYS` and has no open proposal: who waits longest first, at most `limit`.
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function quietInCaseload(ctx: Ctx, limit = 8): Promise<QuietRow[]> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  const open = ctx.db
    .select({ one: sql`1` })
    .from(proposals)
    .where(and(eq(proposals.newcomerId, newcomers.id), inArray(proposals.state, [...OPEN_PROPOSAL_STATES])))
  const found = await ctx.db
    .select({
      id: newcomers.id,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
      availability: newcomers.availability,
      waitingSince: newcomers.waitingSince,
    })
    .from(newcomers)
    .leftJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .where(
      and(
        eq(newcomers.coachId, ctx.actor.accountId ?? ''),
        eq(newcomers.availability, 'available'),
        lt(newcomers.waitingSince, addDays(dayOf(ctx.now), -QUIET_DAYS)),
        notExists(open),
      ),
    )
    .orderBy(asc(newcomers.waitingSince), asc(newcomers.id))
    .limit(limit)
  const ids = found.map((row) => row.id)
  const due = new Map((ids.length ? await dueOf(ctx.db, ids) : []).map((row) => [row.newcomerId, row.total]))
  return found.map((row) => ({
    id: row.id,
    name: nameOf(row),
    availability: row.availability,
    waitingSince: row.waitingSince,
    nextStep: nextStepOf({ availability: row.availability, ...NOTHING_OPEN, followUpsDue: due.get(row.id) ?? 0 }),
  }))
}

const NOTHING_OPEN = { proposed: 0, shortlisted: 0, consented: 0, accepted: 0 }

const nameOf = (row: { givenName: string | null; familyName: string | null }): string =>
  [row.givenName, row.familyName].filter(Boolean).join(' ')

/** How many newcomers of the caseload have each availability: the tabs above the list. */
export async function caseloadCounts(ctx: Ctx): Promise<Partial<Record<Availability, number>>> {
  requireMay(ctx.actor, 'newcomer.read-caseload')
  const rows = await ctx.db
    .select({ availability: newcomers.availability, total: count() })
    .from(newcomers)
    .where(eq(newcomers.coachId, ctx.actor.accountId ?? ''))
    .groupBy(newcomers.availability)
  return Object.fromEntries(rows.map((row) => [row.availability, row.total]))
}

/** `%` and `_` of what somebody typed are letters, not wildcards. */
const contains = (typed: string): string => `%${typed.replace(/[\\%_]/g, '\\$&')}%`

/** That what was typed stands in the name or the municipality, where both are joined; nothing when nothing was. */
export function nameFits(q: string | undefined) {
  const typed = q?.replaceAll('\0', '').trim().slice(0, 80)
  return typed
    ? or(
        ilike(sql`${newcomerIdentities.givenName} || ' ' || ${newcomerIdentities.familyName}`, contains(typed)),
        ilike(municipalities.name, contains(typed)),
      )
    : undefined
}

function whichOf(ctx: Ctx, { availability, q, ids }: CaseloadQuestion) {
  return and(
    eq(newcomers.coachId, ctx.actor.accountId ?? ''),
    availability ? eq(newcomers.availability, availability) : undefined,
    ids ? inArray(newcomers.id, [...ids]) : undefined,
    nameFits(q),
  )
}

async function rowsOf(ctx: Ctx, question: CaseloadQuestion, limit: number, offset: number): Promise<CaseloadRow[]> {
  const found = await ctx.db
    .select({
      id: newcomers.id,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
      availability: newcomers.availability,
      waitingSince: newcomers.waitingSince,
      municipality: municipalities.name,
      place: places.name,
    })
    .from(newcomers)
    .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
    .leftJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .leftJoin(places, eq(places.postcode4, newcomers.postcode4))
    .where(whichOf(ctx, question))
    .orderBy(asc(newcomers.waitingSince), asc(newcomers.id))
    .limit(limit)
    .offset(offset)
  const ids = found.map((row) => row.id)
  const [levels, open, due] = [new Map<string, Spoken[]>(), new Map<string, Counted[]>(), new Map<string, number>()]
  for (const part of inParts(ids)) {
    const [spoken, counted, waiting] = await Promise.all([
      dutchOf(ctx.db, part),
      openOf(ctx.db, part),
      dueOf(ctx.db, part),
    ])
    for (const [id, rows] of groupBy(spoken, (row) => row.newcomerId)) levels.set(id, rows)
    for (const [id, rows] of groupBy(counted, (row) => row.newcomerId)) open.set(id, rows)
    for (const row of waiting) due.set(row.newcomerId, row.total)
  }
  return found.map(({ givenName, familyName, ...row }): CaseloadRow => {
    const counted = open.get(row.id) ?? []
    const inState = (state: ProposalState) => counted.find((one) => one.state === state)?.total ?? 0
    const level = (skill: LanguageSkill) => levels.get(row.id)?.find((one) => one.skill === skill)?.level ?? null
    const followUpsDue = due.get(row.id) ?? 0
    return {
      ...row,
      name: nameOf({ givenName, familyName }),
      dutch: {
        listening: level('listening'),
        speaking: level('speaking'),
        reading: level('reading'),
        writing: level('writing'),
      },
      openProposals: counted.reduce((sum, one) => sum + one.total, 0),
      followUpsDue,
      nextStep: nextStepOf({
        availability: row.availability,
        proposed: inState('proposed'),
        shortlisted: inState('shortlisted'),
        consented: inState('consented'),
        accepted: inState('accepted'),
        followUpsDue,
      }),
    }
  })
}

type Spoken = Awaited<ReturnType<typeof dutchOf>>[number]
type Counted = Awaited<ReturnType<typeof openOf>>[number]

const dutchOf = (db: Reader, ids: string[]) =>
  db
    .select({
      newcomerId: newcomerLanguages.newcomerId,
      skill: newcomerLanguages.skill,
      level: newcomerLanguages.level,
    })
    .from(newcomerLanguages)
    .where(and(inArray(newcomerLanguages.newcomerId, ids), eq(newcomerLanguages.language, 'nld')))

const openOf = (db: Reader, ids: string[]) =>
  db
    .select({ newcomerId: proposals.newcomerId, state: proposals.state, total: count() })
    .from(proposals)
    .where(and(inArray(proposals.newcomerId, ids), inArray(proposals.state, [...OPEN_PROPOSAL_STATES])))
    .groupBy(proposals.newcomerId, proposals.state)

const dueOf = (db: Reader, ids: string[]) =>
  db
    .select({ newcomerId: placements.newcomerId, total: count() })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .where(and(inArray(placements.newcomerId, ids), eq(followUps.state, 'due')))
    .groupBy(placements.newcomerId)
