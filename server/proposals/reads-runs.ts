import { and, desc, eq, lt } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import type { NotCompared, RunCertificate, RunKind, RunNumbers, RunState, Spread } from '#db/values/matching.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isNearBest, type ShownPeople, shownChange, shownPeople } from './rules-shown-run.ts'

const RUNS_A_PAGE = 30

const columns = {
  id: matchingRuns.id,
  kind: matchingRuns.kind,
  day: matchingRuns.day,
  state: matchingRuns.state,
  policyVersion: matchingRuns.policyVersion,
  parts: matchingRuns.parts,
  partsScored: matchingRuns.partsScored,
  toWrite: matchingRuns.toWrite,
  written: matchingRuns.written,
  made: matchingRuns.made,
  withdrawn: matchingRuns.withdrawn,
  kept: matchingRuns.kept,
  refreshed: matchingRuns.refreshed,
  differing: matchingRuns.differing,
  numbers: matchingRuns.numbers,
  certificate: matchingRuns.certificate,
  plannedAt: matchingRuns.plannedAt,
  doneAt: matchingRuns.doneAt,
}

const rowsOf = (db: Reader) => db.select(columns).from(matchingRuns).$dynamic()
type Row = Awaited<ReturnType<typeof rowsOf>>[number]

/** A run as staff see it. Counts of people under ten, and those from which one could be worked out, are null (ruling 26). */
export type RunForStaff = {
  id: string
  kind: RunKind
  day: string
  state: RunState
  policyVersion: string
  /** How far it is: parts scored of all, changes written of all. */
  progress: { parts: number; partsScored: number; toWrite: number; written: number }
  plannedAt: Date
  doneAt: Date | null
  /** null until it is done. */
  numbers: {
    people: ShownPeople
    positions: number
    eligiblePairs: number
    pinnedPairs: number
    /** Proposals made, withdrawn, kept as they were, and given today's reasons. */
    proposals: { made: number; withdrawn: number; kept: number; refreshed: number }
    /** Open proposals per position with a free seat. */
    perPosition: Spread
    /** Pairs that would rather have each other and could, without taking anybody's only proposal. */
    blockingPairs: number | null
    /** Changes that the proved allocation asks for and that were not written, since somebody was quicker. */
    notWritten: number
    /** Pairs in which the day's live allocation was not what a fresh solve gives; null = not compared. */
    differing: number | null
    /** Why nothing was compared, or why some areas were left out; null = all were, or it is not known why not. */
    notCompared: NotCompared | null
    milliseconds: Record<string, number>
  } | null
  /** The sums are null where a small count of people could be worked out of them: each first proposal is worth a bonus. */
  certificate: ShownCertificate | null
}

type ShownCertificate = Pick<RunCertificate, 'ratio' | 'exact'> & {
  /** It proves as much as a run promises. */
  isNearBest: boolean
  sums: Pick<RunCertificate, 'objective' | 'bonusObjective' | 'upperBound'> | null
}

const shown = (row: Row): RunForStaff => {
  const { numbers } = row
  return {
    id: row.id,
    kind: row.kind,
    day: row.day,
    state: row.state,
    policyVersion: row.policyVersion,
    progress: { parts: row.parts, partsScored: row.partsScored, toWrite: row.toWrite, written: row.written },
    plannedAt: row.plannedAt,
    doneAt: row.doneAt,
    numbers: numbers && {
      people: shownPeople(numbers),
      positions: numbers.positions,
      eligiblePairs: numbers.eligiblePairs,
      pinnedPairs: numbers.pinnedPairs,
      proposals: { made: row.made, withdrawn: row.withdrawn, kept: row.kept, refreshed: row.refreshed },
      perPosition: numbers.perPosition,
      blockingPairs: numbers.blockingPairs,
      notWritten: numbers.notWritten ?? 0,
      differing: row.differing,
      notCompared: numbers.notCompared ?? null,
      milliseconds: numbers.milliseconds,
    },
    certificate: row.certificate && shownCertificate(row.certificate, numbers),
  }
}

const shownCertificate = (
  { ratio, exact, objective, bonusObjective, upperBound }: RunCertificate,
  numbers: RunNumbers | null,
): ShownCertificate => {
  const isTold = numbers !== null && shownPeople(numbers).covered !== null
  return {
    ratio,
    exact,
    isNearBest: isNearBest({ ratio, exact }),
    sums: isTold ? { objective, bonusObjective, upperBound } : null,
  }
}

/**
 * The runs over everybody, the newest first, at most thirty.
 * @throws Refusal `forbidden` for anybody but a coach, a municipality or an officer
 */
export async function runsForStaff(ctx: Ctx): Promise<RunForStaff[]> {
  requireRole(ctx.actor, 'coach', 'municipality', 'officer')
  const rows = await rowsOf(ctx.db).orderBy(desc(matchingRuns.plannedAt)).limit(RUNS_A_PAGE)
  return rows.map(shown)
}

/** The change of each count from the finished run before; null where one of the two is not shown. */
export type RunSince = { id: string; day: string } & Record<
  'newcomers' | 'eligible' | 'covered' | 'positions' | 'eligiblePairs',
  number | null
>

/**
 * One run with the numbers of its policy, the spread of waiting, and what changed since the finished run before.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function runForStaff(
  ctx: Ctx,
  runId: string,
): Promise<RunForStaff & { policy: Record<string, unknown>; since: RunSince | null }> {
  const { actor, db } = ctx
  requireRole(actor, 'coach', 'municipality', 'officer')
  if (!isId(runId)) throw new Refusal('not-found')
  const [row] = await db
    .select({ ...columns, policy: matchingRuns.policy })
    .from(matchingRuns)
    .where(eq(matchingRuns.id, runId))
  if (!row) throw new Refusal('not-found')
  const [before] = await rowsOf(db)
    .where(and(eq(matchingRuns.state, 'done'), lt(matchingRuns.plannedAt, row.plannedAt)))
    .orderBy(desc(matchingRuns.plannedAt))
    .limit(1)
  const now = shown(row)
  return { ...now, policy: row.policy, since: before ? sinceOf(now, shown(before)) : null }
}

const sinceOf = (now: RunForStaff, before: RunForStaff): RunSince | null => {
  if (!now.numbers || !before.numbers) return null
  const [is, was] = [now.numbers, before.numbers]
  return {
    id: before.id,
    day: before.day,
    newcomers: shownChange(is.people.newcomers, was.people.newcomers),
    eligible: shownChange(is.people.eligible, was.people.eligible),
    covered: shownChange(is.people.covered, was.people.covered),
    positions: is.positions - was.positions,
    eligiblePairs: is.eligiblePairs - was.eligiblePairs,
  }
}
