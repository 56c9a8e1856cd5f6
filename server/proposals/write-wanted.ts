import type { Tx } from '#db/client.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import type { Changed } from './area-lock.ts'
import { coded } from './move-proposal.ts'
import type { ForeignGone } from './open-area.ts'
import type { LiveArea, Wanted } from './rules-live.ts'
import type { AreaPair } from './rules-pins.ts'
import { keyOf } from './rules-pins.ts'
import { whyGone } from './write-changes.ts'
import { type CardCodes, insertPairs, refreshPairs, withdrawPairs } from './write-pairs.ts'

/** `newcomerIds`: those whose open proposals are others now. */
export type Written = { proposed: number; withdrawn: number; refreshed: number; newcomerIds: string[] }

type Settled = {
  live: LiveArea
  today: string
  wanted: Wanted
  foreign: ForeignGone[]
  /** Of newcomers that were read in this transaction. */
  facts: Map<string, NewcomerFacts>
  /** Sides whose standing proposals get today's reasons, whether or not the scores are others. */
  changed: Changed
  /** Everything was read again: everybody's standing proposals whose scores are others get them as well. */
  isFresh: boolean
}

/** A thousand rows a statement. */
const BATCH = 1_000

/**
 * Writes what a settled area wants changed, and brings the area's own picture of the open proposals up to date with it. Taking back comes first, so
 * that nobody ever has more than allowed.
 */
export async function writeWanted(tx: Tx, ctx: Ctx, settled: Settled): Promise<Written> {
  const { live, wanted, foreign } = settled
  const touched = new Set<string>()
  const explain = explainer(tx, settled)
  await explain.read([...wanted.made, ...wanted.unfit].map((pair) => pair.newcomerId))

  const gone = [
    ...wanted.dropped.map((pair) => ({ pair, reasons: [coded('no-room')], evenSeen: false })),
    ...wanted.unfit.map((pair) => ({ pair, reasons: whyGone(explain.of(pair)), evenSeen: true })),
    ...foreign.map(({ pair, reasons }) => ({ pair, reasons: whyGone(reasons), evenSeen: true })),
  ]
  let withdrawn = 0
  for (const part of inParts(gone, BATCH)) {
    const ids = new Set(
      await withdrawPairs(
        tx,
        ctx,
        part.map(({ pair, ...how }) => ({ id: pair.id, ...how })),
      ),
    )
    withdrawn += ids.size
    for (const { pair } of part) {
      if (!ids.has(pair.id)) continue
      touched.add(pair.newcomerId)
      live.setPair(pair, null)
      // Within the area the room is filled already; the other area hears of it.
      if (pair.foreign) await recordEvent(tx, 'proposal.ended', { proposalId: pair.id, was: 'proposed' }, ctx.now)
    }
  }

  let proposed = 0
  const codes: CardCodes = new Map()
  for (const part of inParts(wanted.made, BATCH)) {
    const fresh = part
      .map(explain.of)
      .filter((one) => one !== null && mayBeProposed(one, MATCHING_POLICY)) as PairExplanation[]
    const scores = new Map(fresh.map((one) => [keyOf(one), one.score]))
    for (const row of await insertPairs(tx, ctx, fresh, codes)) {
      const { w = 0, a = 0, e = 0 } = scores.get(keyOf(row)) ?? {}
      const { newcomerId, positionId } = row
      live.setPair(row, {
        id: row.id,
        newcomerId,
        positionId,
        w,
        a,
        e,
        state: 'proposed',
        seen: false,
        version: 1,
        foreign: false,
      })
      touched.add(row.newcomerId)
      proposed += 1
    }
  }
  return { proposed, withdrawn, refreshed: await refresh(tx, settled, explain), newcomerIds: [...touched] }
}

/** Explains pairs from the facts of newcomers as they are read in this transaction. */
function explainer(tx: Tx, { live, today, facts: factsOf }: Settled) {
  return {
    async read(ids: string[]): Promise<void> {
      const missing = [...new Set(ids)].filter((id) => !factsOf.has(id))
      for (const one of await newcomerFactsOf(tx, missing)) factsOf.set(one.id, one)
    },
    /** null = one of the sides is not there. */
    of(pair: { newcomerId: string; positionId: string }): PairExplanation | null {
      const [newcomer, position] = [factsOf.get(pair.newcomerId), live.position(pair.positionId)]
      if (!newcomer || !position || !live.has(pair.newcomerId)) return null
      return explainPair(newcomer, position, MATCHING_POLICY, today)
    },
  }
}

/** Facts aged or grew: the coach should decide on today's reasons. */
async function refresh(
  tx: Tx,
  { live, changed, isFresh }: Settled,
  explain: ReturnType<typeof explainer>,
): Promise<number> {
  const waiting = (pair: AreaPair): boolean => pair.state === 'proposed' && !pair.foreign
  const others = (pair: AreaPair): boolean => {
    const now = live.scores(pair)
    return now !== null && (now.w !== pair.w || now.a !== pair.a || now.e !== pair.e)
  }
  const pairs = [
    ...changed.newcomerIds.flatMap((newcomerId) => live.openOf({ newcomerId })),
    ...changed.positionIds.flatMap((positionId) => live.openOf({ positionId })),
    ...(isFresh ? live.allOpen().filter(others) : []),
  ].filter(waiting)
  await explain.read(pairs.map((pair) => pair.newcomerId))
  let refreshed = 0
  for (const part of inParts([...new Map(pairs.map((pair) => [pair.id, pair])).values()], BATCH)) {
    const fresh = part.flatMap((pair) => {
      const now = explain.of(pair)
      return now !== null && mayBeProposed(now, MATCHING_POLICY)
        ? [{ id: pair.id, version: pair.version, fresh: now }]
        : []
    })
    const done = new Set(await refreshPairs(tx, fresh))
    for (const pair of part) {
      const now = live.scores(pair)
      if (done.has(pair.id) && now) live.setPair(pair, { ...pair, ...now, version: pair.version + 1 })
    }
    refreshed += done.size
  }
  return refreshed
}
