import { randomInt } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Reader, Tx } from '#db/client.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import type { PairExplanation } from '#server/matching/rules/explain.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { amongIds } from '#server/platform/among-ids.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PROPOSAL_POLICY, take } from './rules.ts'
import { freeCardCode } from './rules-card-code.ts'
import { keyOf } from './rules-pins.ts'

/** Card codes that positions have used so far, so that a run reads them once. */
export type CardCodes = Map<string, Set<string>>

/** Reads the used card codes of these positions into the map. */
export async function readCardCodes(db: Reader, codes: CardCodes, positionIds: readonly string[]): Promise<void> {
  const missing = [...new Set(positionIds)].filter((id) => !codes.has(id))
  for (const id of missing) codes.set(id, new Set())
  for (const part of inParts(missing)) {
    const rows = await db
      .select({ positionId: proposals.positionId, cardCode: proposals.cardCode })
      .from(proposals)
      .where(amongIds(proposals.positionId, part))
    for (const row of rows) codes.get(row.positionId)?.add(row.cardCode)
  }
}

/** The columns of a proposal that hold what the engine says of the pair. */
export const columnsOf = (pair: PairExplanation) => ({
  score: pair.score.w,
  newcomer_score: pair.score.a,
  employer_score: pair.score.e,
  fit: pair.parts,
  expected_level: pair.expected.length > 0 ? pair.expected.map((one) => `${one.skill}:${one.level}`).join(',') : null,
  policy_version: pair.policyVersion,
})
const COLUMNS = sql`score, newcomer_score, employer_score, fit, expected_level, policy_version`
const TYPES = sql`id uuid, newcomer_id uuid, position_id uuid, card_code text, score smallint, newcomer_score smallint, employer_score smallint, fit jsonb, expected_level text, policy_version text, version integer`

/** The version under which a step of the engine is written down. */
const VERSIONS = `${MATCHING_POLICY.version} ${PROPOSAL_POLICY.version}`

const mayStep = (ctx: Ctx, step: 'propose' | 'withdraw'): void => {
  const taken = step === 'propose' ? ctx.actor.role === 'worker' : take(step, { state: 'proposed' }, ctx.actor).ok
  if (!taken) throw new Refusal('forbidden')
}

type Written = { id: string; newcomerId: string; positionId: string }

/**
 * Inserts proposals with their log rows, two statements for any number. A pair that is open already stays as it is.
 *
 * @param codes of the positions; what is used here is added
 * @returns what was inserted
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function insertPairs(
  tx: Tx,
  ctx: Ctx,
  pairs: readonly PairExplanation[],
  codes: CardCodes,
): Promise<Written[]> {
  mayStep(ctx, 'propose')
  const inserted: Written[] = []
  let waiting = [...pairs]
  // A second round for card codes that somebody else took meanwhile; a pair that is open already stays out both times.
  for (let round = 0; round < 2 && waiting.length > 0; round += 1) {
    await readCardCodes(
      tx,
      codes,
      waiting.map((pair) => pair.positionId),
    )
    const rows = waiting.map((pair) => {
      const used = codes.get(pair.positionId) ?? new Set()
      const cardCode = freeCardCode(used, (below) => randomInt(below))
      codes.set(pair.positionId, used.add(cardCode))
      const { newcomerId, positionId } = pair
      return {
        id: crypto.randomUUID(),
        newcomer_id: newcomerId,
        position_id: positionId,
        card_code: cardCode,
        ...columnsOf(pair),
      }
    })
    const done = await tx.execute<{ id: string; newcomer_id: string; position_id: string }>(sql`
      insert into ${proposals} (id, newcomer_id, position_id, card_code, ${COLUMNS}, state, created_at, state_since)
      select id, newcomer_id, position_id, card_code, ${COLUMNS}, 'proposed', ${ctx.now.toISOString()}::timestamptz, ${ctx.now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(${TYPES})
      on conflict do nothing
      returning id, newcomer_id, position_id`)
    const written = done.map((row) => ({ id: row.id, newcomerId: row.newcomer_id, positionId: row.position_id }))
    await writeLog(
      tx,
      ctx,
      'propose',
      written.map(({ id }) => ({ id, reasons: [] })),
    )
    inserted.push(...written)
    if (written.length === waiting.length) break
    const keys = new Set(written.map(keyOf))
    waiting = waiting.filter((pair) => !keys.has(keyOf(pair)))
    for (const pair of waiting) codes.delete(pair.positionId)
  }
  return inserted
}

/**
 * Writes today's scores and reasons over those of open proposals that still wait for the coach: the decision should rest on them. A row that
 * changed meanwhile is left as it is.
 * @returns the ids that were written
 */
export async function refreshPairs(
  tx: Tx,
  pairs: readonly { id: string; version: number; fresh: PairExplanation }[],
): Promise<string[]> {
  if (pairs.length === 0) return []
  const rows = pairs.map(({ id, version, fresh }) => ({ id, version, ...columnsOf(fresh) }))
  const done = await tx.execute<{ id: string }>(sql`
    update ${proposals} p set (${COLUMNS}) = (select row.score, row.newcomer_score, row.employer_score, row.fit, row.expected_level, row.policy_version),
      version = p.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(${TYPES})
    where p.id = row.id and p.state = 'proposed' and p.version = row.version
      and (p.score, p.newcomer_score, p.employer_score, p.fit, p.expected_level)
        is distinct from (row.score, row.newcomer_score, row.employer_score, row.fit, row.expected_level)
    returning p.id`)
  return done.map((row) => row.id)
}

/**
 * Takes back what only the engine has proposed.
 *
 * @param pairs `evenSeen`: also when the coach saw it, since it does not fit any more
 * @returns the ids that went; one that somebody took up or saw meanwhile stays
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function withdrawPairs(
  tx: Tx,
  ctx: Ctx,
  pairs: readonly { id: string; reasons: StoredReason[]; evenSeen: boolean }[],
): Promise<string[]> {
  mayStep(ctx, 'withdraw')
  if (pairs.length === 0) return []
  const rows = pairs.map(({ id, evenSeen }) => ({ id, even_seen: evenSeen }))
  const isOne = amongIds(
    proposals.id,
    pairs.map(({ id }) => id),
  )
  // An update locks in any order that its plan has; by id, no two who take back the same ones wait for each other.
  await tx.execute(sql`select from ${proposals} where ${isOne} order by id for no key update`)
  const done = await tx.execute<{ id: string }>(sql`
    update ${proposals} p set state = 'withdrawn', version = p.version + 1, state_since = ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, even_seen boolean)
    where p.id = row.id and p.state = 'proposed' and (row.even_seen or p.seen_at is null)
    returning p.id`)
  const gone = new Set(done.map((row) => row.id))
  await writeLog(
    tx,
    ctx,
    'withdraw',
    pairs.filter(({ id }) => gone.has(id)),
  )
  return [...gone]
}

async function writeLog(
  tx: Tx,
  ctx: Ctx,
  step: 'propose' | 'withdraw',
  of: readonly { id: string; reasons: StoredReason[] }[],
): Promise<void> {
  if (of.length === 0) return
  const rows = of.map(({ id, reasons }) => ({ id: crypto.randomUUID(), proposal_id: id, reasons }))
  const [from, to] = step === 'propose' ? [null, 'proposed'] : ['proposed', 'withdrawn']
  await tx.execute(sql`
    insert into ${proposalLog} (id, proposal_id, step, from_state, to_state, actor_id, actor_role, reasons, policy_version, at)
    select id, proposal_id, ${step}, ${from}, ${to}, null, ${ctx.actor.role}, reasons, ${VERSIONS}, ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, proposal_id uuid, reasons jsonb)`)
}
