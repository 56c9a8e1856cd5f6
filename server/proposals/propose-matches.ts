import { randomInt } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import type { Reader, Tx } from '#db/client.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { type ProposedPair, propose, type Withdrawal } from '#server/matching/rules/allocate.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { type Scope, type StandingProposal, scopeFacts } from './reads-scope.ts'
import { PROPOSAL_POLICY } from './rules.ts'
import { freeCardCode } from './rules-card-code.ts'

export type ProposedMatches = {
  proposed: number
  withdrawn: number
  refreshed: number
}

/** Either side of a proposal that left room behind: its newcomer or its position is asked for again. */
export type SideOfProposal = { newcomerOf: string } | { positionOf: string }

/**
 * Asks the engine who fits where and writes down what is new. Inserts nothing twice; takes back proposals that only the engine has seen and whose
 * gates no longer pass; never touches what a coach shortlisted.
 *
 * Written in parts of a thousand pairs, a transaction each: every row is checked again when it is written, so a run that stops halfway is
 * finished by the next, and a run for the whole region holds no lock for long.
 *
 * @param ctx actor WORKER
 * @param input one newcomer against all published positions, one position against all available newcomers, a side of a proposal, or everybody
 * @throws Refusal `forbidden`, `not-found` (no such proposal)
 */
export async function proposeMatches(ctx: Ctx, input: Scope | SideOfProposal): Promise<ProposedMatches> {
  requireRole(ctx.actor, 'worker')
  const today = dayOf(ctx.now)
  const scope = await scopeFacts(ctx.db, await sideOf(ctx.db, input), today)
  const result = propose(scope.newcomers, scope.positions, scope.existing, MATCHING_POLICY, today)
  const standing = new Map(scope.standing.map((one) => [keyOf(one), one]))
  const inTransactions = async <T>(all: readonly T[], write: (tx: Tx, part: T[]) => Promise<number>) => {
    let written = 0
    for (const part of inParts(all, BATCH)) written += await ctx.db.transaction((tx) => write(tx, part))
    return written
  }
  const gone = [
    ...result.withdrawals.map((one) => ({ row: standing.get(keyOf(one)), why: whyGone(one) })),
    ...scope.orphans.map((row) => ({ row, why: [coded('not-open')] })),
  ]
  const proposed = await inTransactions(
    result.proposals.filter((one) => !one.kept),
    (tx, part) => insertProposals(tx, ctx, part),
  )
  const refreshed = await inTransactions(
    result.proposals.filter((one) => one.kept),
    (tx, part) => refreshProposals(tx, part, standing),
  )
  const withdrawn = await inTransactions(gone, async (tx, part) => {
    let count = 0
    for (const { row, why } of part) count += await withdraw(tx, ctx, row, why)
    return count
  })
  return { proposed, withdrawn, refreshed }
}

async function sideOf(db: Reader, input: Scope | SideOfProposal): Promise<Scope> {
  if (!('newcomerOf' in input) && !('positionOf' in input)) return input
  const isNewcomer = 'newcomerOf' in input
  const [row] = await db
    .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
    .from(proposals)
    .where(eq(proposals.id, isNewcomer ? input.newcomerOf : input.positionOf))
  if (!row) throw new Refusal('not-found')
  return isNewcomer ? { newcomerId: row.newcomerId } : { positionId: row.positionId }
}

const keyOf = (pair: { newcomerId: string; positionId: string }): string => `${pair.newcomerId} ${pair.positionId}`

const columnsOf = (pair: ProposedPair) => ({
  score: pair.score,
  newcomerScore: pair.a,
  employerScore: pair.e,
  fit: pair.parts,
  expectedLevel: pair.expected.length > 0 ? pair.expected.map((one) => `${one.skill}:${one.level}`).join(',') : null,
  policyVersion: pair.policyVersion,
})

/** A thousand rows a statement keeps the parameters under the protocol's limit of 65,535. */
const BATCH = 1000

async function insertProposals(tx: Tx, ctx: Ctx, pairs: readonly ProposedPair[]): Promise<number> {
  let inserted = 0
  let waiting = [...pairs]
  // A second round for codes that a run at the same time took; a pair that it proposed itself stays out both times.
  for (let round = 0; round < 2 && waiting.length > 0; round += 1) {
    const used = await codesOf(tx, [...new Set(waiting.map((pair) => pair.positionId))])
    const done = new Set<string>()
    for (let from = 0; from < waiting.length; from += BATCH) {
      const rows = await tx
        .insert(proposals)
        .values(
          waiting.slice(from, from + BATCH).map((pair) => {
            const codes = used.get(pair.positionId) ?? new Set()
            const cardCode = freeCardCode(codes, (below) => randomInt(below))
            used.set(pair.positionId, codes.add(cardCode))
            return {
              newcomerId: pair.newcomerId,
              positionId: pair.positionId,
              state: 'proposed' as const,
              cardCode,
              ...columnsOf(pair),
              createdAt: ctx.now,
              stateSince: ctx.now,
            }
          }),
        )
        .onConflictDoNothing()
        .returning({ id: proposals.id, newcomerId: proposals.newcomerId, positionId: proposals.positionId })
      for (const row of rows) done.add(keyOf(row))
      if (rows.length > 0)
        await tx.insert(proposalLog).values(
          rows.map((row) => ({
            proposalId: row.id,
            step: 'propose' as const,
            fromState: null,
            toState: 'proposed' as const,
            actorId: null,
            actorRole: ctx.actor.role,
            policyVersion: `${MATCHING_POLICY.version} ${PROPOSAL_POLICY.version}`,
            at: ctx.now,
          })),
        )
    }
    inserted += done.size
    waiting = waiting.filter((pair) => !done.has(keyOf(pair)))
  }
  return inserted
}

async function codesOf(tx: Tx, positionIds: string[]): Promise<Map<string, Set<string>>> {
  const rows = await tx
    .select({ positionId: proposals.positionId, cardCode: proposals.cardCode })
    .from(proposals)
    .where(inArray(proposals.positionId, positionIds))
  const used = new Map<string, Set<string>>()
  for (const row of rows) used.set(row.positionId, (used.get(row.positionId) ?? new Set()).add(row.cardCode))
  return used
}

/** Facts aged or grew: the coach should decide on today's reasons. A row that changed meanwhile is left as it is. */
async function refreshProposals(
  tx: Tx,
  pairs: readonly ProposedPair[],
  standing: ReadonlyMap<string, StandingProposal>,
): Promise<number> {
  let refreshed = 0
  for (const pair of pairs) {
    const row = standing.get(keyOf(pair))
    if (!row) continue
    const columns = columnsOf(pair)
    if (row.score === columns.score && sameFit(row.fit, columns.fit)) continue
    const rows = await tx
      .update(proposals)
      .set({ ...columns, version: row.version + 1 })
      .where(and(eq(proposals.id, row.id), eq(proposals.state, 'proposed'), eq(proposals.version, row.version)))
      .returning({ id: proposals.id })
    refreshed += rows.length
  }
  return refreshed
}

/** Postgres orders the keys of jsonb by its own rule, so the comparison orders both. */
const sameFit = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b)
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  )

const whyGone = ({ gates }: Withdrawal): StoredReason[] =>
  gates.length > 0 ? gates.map((gate) => coded('gate-missed', { gate })) : [coded('no-room')]

/** @returns 1, or 0 where somebody took it up meanwhile: then it stays */
async function withdraw(tx: Tx, ctx: Ctx, row: StandingProposal | undefined, reasons: StoredReason[]): Promise<number> {
  if (!row) return 0
  const [now] = await tx.select().from(proposals).where(eq(proposals.id, row.id)).for('update')
  if (now?.state !== 'proposed') return 0
  await moveProposal(tx, ctx, 'withdraw', now, { reasons })
  // Nobody is told; the other side of the pair has room again.
  await recordEvent(tx, 'proposal.ended', { proposalId: row.id, was: 'proposed' }, ctx.now)
  return 1
}
