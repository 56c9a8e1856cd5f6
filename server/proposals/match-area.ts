import { inArray } from 'drizzle-orm'
import type { Db, Tx } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { type Changed, changesSince, raiseGeneration, withArea } from './area-lock.ts'
import { keepPolicy } from './keep-policy.ts'
import { type ForeignGone, openArea, reload } from './open-area.ts'
import type { LiveArea, Wanted } from './rules-live.ts'
import type { AreaPair } from './rules-pins.ts'
import { type Written, writeWanted } from './write-wanted.ts'

/** What this process remembers of an area, and which generation of it. Another generation or another day: void. */
type Remembered = { generation: number; day: string; live: LiveArea }
const remembered = new WeakMap<Db, Map<string, Remembered>>()

/**
 * Newcomers that may change before everything is read again: what is carried along for each makes a change of a position a little slower, and reading a
 * country takes a minute.
 */
const OLDEST = 10_000
/** Newcomers whose proposals are others now, up to which other processes read those again instead of everybody. */
const MOST_CAUGHT_UP = 2_000

/**
 * Lets the live allocator of an area settle: what changed is read again, the best allocation for the facts as they are now is found, and what differs
 * from the open proposals is written, in one transaction with the lock of the area. So of any number of processes one works on an area at a time,
 * and the outcome does not depend on which, nor on the order of the events.
 *
 * @param ctx actor WORKER
 * @param changed sides that may have changed; null = everything is read again
 */
export async function matchArea(ctx: Ctx, area: string, changed: Changed | null): Promise<Written> {
  const { db } = ctx
  const mine = remembered.get(db) ?? new Map<string, Remembered>()
  remembered.set(db, mine)
  const today = dayOf(ctx.now)
  const done = await withArea(db, area, async (tx, generation) => {
    // Taken out while it is worked on: what is carried through in memory and then not in the database is forgotten, whoever waits next.
    const memory = mine.get(area)
    mine.delete(area)
    const had = changed ? memory : undefined
    const since = had && had.day === today && had.live.age() < OLDEST ? had.generation : null
    const missed = since === null ? null : await changesSince(tx, area, since, generation)
    const known = had && missed ? { live: had.live, again: join(missed, changed as Changed) } : null
    const live = known?.live ?? (await openArea(tx, area, today))
    if (!known) await keepPolicy(tx, ctx.now)
    const facts = new Map<string, NewcomerFacts>()
    // Also right after an opening: what crosses areas is looked at for who changed only.
    const again = known?.again ?? changed
    const foreign = again ? await reload(tx, live, area, today, again, facts) : []
    const fresh = await settled(tx, { live, area, today, facts }, known ? known.again.newcomerIds : null, foreign)
    const written = await writeWanted(tx, ctx, {
      live,
      today,
      facts,
      changed: again ?? NOTHING,
      isFresh: !known,
      ...fresh,
    })
    const moved = join(changed ?? NOTHING, { newcomerIds: [...written.newcomerIds, ...fresh.read], positionIds: [] })
    const toCatchUp = moved.newcomerIds.length > MOST_CAUGHT_UP ? null : moved
    return { written, now: { generation: await raiseGeneration(tx, area, today, toCatchUp), day: today, live } }
  })
  // Only what is committed is remembered, and never over a later one: the lock was free since the commit.
  const later = mine.get(area)
  if (!later || later.generation < done.now.generation) mine.set(area, done.now)
  return done.written
}

const NOTHING: Changed = { newcomerIds: [], positionIds: [] }
const join = (x: Changed, y: Changed): Changed => ({
  newcomerIds: [...new Set([...x.newcomerIds, ...y.newcomerIds])].sort(),
  positionIds: [...new Set([...x.positionIds, ...y.positionIds])].sort(),
})

type Settled = { wanted: Wanted; foreign: ForeignGone[]; read: string[] }

/**
 * Settles until nothing that would be written rests on old facts: who gets a new proposal is read again, and a proposal that would be taken back is
 * locked and looked at: one that a coach saw or shortlisted a moment ago stays, and the allocation goes round it.
 *
 * @param read newcomers that were read again in this transaction; null = everybody
 */
async function settled(
  tx: Tx,
  { live, area, today, facts }: { live: LiveArea; area: string; today: string; facts: Map<string, NewcomerFacts> },
  read: string[] | null,
  foreign: ForeignGone[],
): Promise<Settled> {
  const fresh = new Set(read ?? [])
  const free = new Set<string>()
  const open = new Set<string>()
  const gone = [...foreign]
  for (;;) {
    const wanted = live.settle()
    const stale =
      read === null ? [] : [...new Set(wanted.made.map((pair) => pair.newcomerId))].filter((id) => !fresh.has(id))
    const closed = read === null ? [] : await notPublished(tx, wanted, open)
    const taken = await takenMeanwhile(tx, wanted, free)
    if (stale.length === 0 && closed.length === 0 && taken.length === 0)
      return { wanted, foreign: gone, read: [...fresh] }
    for (const { pair, now } of taken) live.setPair(pair, now)
    // Whoever ended one may not want it back, and a coach who did may have put another on the place: both sides are read again, with what stands there.
    const ended = taken.filter((one) => one.now === null && !one.pair.foreign).map((one) => one.pair)
    const again = join(
      { newcomerIds: stale, positionIds: closed },
      { newcomerIds: ended.map((pair) => pair.newcomerId), positionIds: ended.map((pair) => pair.positionId) },
    )
    for (const id of again.newcomerIds) fresh.add(id)
    if (again.newcomerIds.length > 0 || again.positionIds.length > 0)
      gone.push(...(await reload(tx, live, area, today, again, facts)))
  }
}

/** Positions that would get a proposal and are not published by now. `open` remembers those that were found published. */
async function notPublished(tx: Tx, wanted: Wanted, open: Set<string>): Promise<string[]> {
  const ids = [...new Set(wanted.made.map((pair) => pair.positionId))].filter((id) => !open.has(id))
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: positions.id, state: positions.state })
    .from(positions)
    .where(inArray(positions.id, ids))
  for (const row of rows) if (row.state === 'published') open.add(row.id)
  return ids.filter((id) => !open.has(id))
}

/**
 * Locks the proposals that would be taken back. `free` remembers those that were found untouched.
 * @returns those that are not as they were thought to be, as they are now (null = open no more)
 */
async function takenMeanwhile(
  tx: Tx,
  wanted: Wanted,
  free: Set<string>,
): Promise<{ pair: AreaPair; now: AreaPair | null }[]> {
  const pairs = [...wanted.dropped, ...wanted.unfit].filter((pair) => !free.has(pair.id))
  const now = new Map<string, Pick<typeof proposals.$inferSelect, 'state' | 'seenAt' | 'version'>>()
  for (const part of inParts(pairs)) {
    const rows = await tx
      .select({ id: proposals.id, state: proposals.state, seenAt: proposals.seenAt, version: proposals.version })
      .from(proposals)
      .where(
        inArray(
          proposals.id,
          part.map((pair) => pair.id),
        ),
      )
      .orderBy(proposals.id)
      .for('update')
    for (const { id, ...row } of rows) now.set(id, row)
  }
  return pairs.flatMap((pair) => {
    const row = now.get(pair.id)
    if (row?.state === 'proposed' && (row.seenAt !== null) === pair.seen) {
      free.add(pair.id)
      return []
    }
    const isOpen = row && (OPEN_PROPOSAL_STATES as readonly string[]).includes(row.state)
    return [
      { pair, now: isOpen ? { ...pair, state: row.state, version: row.version, seen: row.seenAt !== null } : null },
    ]
  })
}
