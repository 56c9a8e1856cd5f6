import { isDeepStrictEqual } from 'node:util'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { caseMessages, safeguardOverrides } from '#db/schema/decisions.ts'
import { positions, positionVerdicts, type StoredReason } from '#db/schema/positions.ts'
import type { Judged } from '#db/values/positions.ts'
import type { Moment, VerdictKind } from '#db/values/safeguards.ts'
import { changedSince, judgedOf } from '#server/cases/rules-overrides.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** A verdict as it is stored: codes and parameters; the sentence and the source are looked up by rule. */
export const storedReasons = (verdict: Verdict): StoredReason[] =>
  verdict.reasons.map(({ ruleId, outcome, code, params, approved, passedBy }) => ({
    ruleId,
    outcome,
    code,
    params,
    ...(approved && { approved }),
    ...(passedBy && { passedBy }),
  }))

/** The version of each rule that was asked, by rule id. */
export const ruleVersionsOf = (verdict: Verdict): Record<string, number> =>
  Object.fromEntries(verdict.reasons.map(({ ruleId, version }) => [ruleId, version]))

/**
 * Keeps an answer of the safeguards with the policy version and what it was asked with; it is never changed afterwards. In the transaction of the
 * step that asked, so that neither is there without the other; with `keepRefused` the commands of this room that others may use (docs/adr/0004).
 *
 * @param newcomerId whom the answer is about as well, at the moments about a pair
 * @param otherwise terms that were asked about and that the position does not have: what was sent in, or the days of a start
 * @param kind what came of it
 * @returns the id of the stored verdict
 */
export async function storeVerdict(
  tx: Tx,
  positionId: string,
  verdict: Verdict,
  now: Date,
  newcomerId: string | null = null,
  otherwise: Partial<Judged> = {},
  kind: VerdictKind = 'taken',
): Promise<string> {
  const id = crypto.randomUUID()
  const [position] = await tx.select().from(positions).where(eq(positions.id, positionId))
  await tx.insert(positionVerdicts).values({
    id,
    positionId,
    newcomerId,
    moment: verdict.moment,
    kind,
    outcome: verdict.outcome,
    reasons: storedReasons(verdict),
    inputs: verdict.inputs,
    judged: position ? { ...judgedOf(position), ...otherwise } : null,
    policyVersion: verdict.policyVersion,
    ruleVersions: ruleVersionsOf(verdict),
    askedAt: now,
  })
  return id
}

/**
 * Keeps a blocked try to publish. Where somebody wrote about the newest answer or asked to let it pass, the same answer about the same terms is that
 * answer: a second try does not put it aside.
 *
 * @param judged the terms that were sent in
 * @returns the id of the stored verdict
 */
export async function keepBlocked(
  tx: Tx,
  positionId: string,
  verdict: Verdict,
  now: Date,
  judged: Judged,
): Promise<string> {
  const [newest] = await tx
    .select()
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, positionId),
        eq(positionVerdicts.moment, 'publish'),
        isNull(positionVerdicts.newcomerId),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt), desc(positionVerdicts.id))
    .limit(1)
  const isTheSame =
    newest?.outcome === 'block' &&
    newest.policyVersion === verdict.policyVersion &&
    changedSince(newest.judged, judged).length === 0 &&
    isSame(newest.reasons, storedReasons(verdict))
  if (isTheSame && (await isTalkedAbout(tx, newest.id))) return newest.id
  return storeVerdict(tx, positionId, verdict, now, null, judged)
}

/**
 * Keeps the answer that refused a step about a pair: nobody is asked anything by it, and no decision is about it. The same answer again, asked with the
 * same on the same terms, is that answer.
 *
 * @param terms as `otherwise` of `storeVerdict`
 * @returns the stored answer, and the reasons of the one that refused this pair before at this moment; null = none did
 */
export async function keepRefused(
  tx: Tx,
  pair: { positionId: string; newcomerId: string },
  verdict: Verdict,
  now: Date,
  terms: Partial<Judged> = {},
): Promise<{ verdictId: string; before: StoredReason[] | null }> {
  const last = await lastRefusedOf(tx, pair, verdict.moment)
  const before = last?.reasons ?? null
  const isAgain =
    last !== undefined &&
    last.policyVersion === verdict.policyVersion &&
    isSame(last.reasons, storedReasons(verdict)) &&
    Object.entries(terms).every(([field, value]) => last.judged?.[field as keyof Judged] === value) &&
    isDeepStrictEqual(last.inputs, JSON.parse(JSON.stringify(verdict.inputs)))
  if (isAgain) return { verdictId: last.id, before }
  const { positionId, newcomerId } = pair
  return { verdictId: await storeVerdict(tx, positionId, verdict, now, newcomerId, terms, 'refused'), before }
}

async function lastRefusedOf(tx: Tx, pair: { positionId: string; newcomerId: string }, moment: Moment) {
  const [last] = await tx
    .select()
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, pair.positionId),
        eq(positionVerdicts.newcomerId, pair.newcomerId),
        eq(positionVerdicts.moment, moment),
        eq(positionVerdicts.kind, 'refused'),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt), desc(positionVerdicts.id))
    .limit(1)
  return last
}

async function isTalkedAbout(tx: Tx, verdictId: string): Promise<boolean> {
  const [messages, overrides] = await Promise.all([
    tx.select({ id: caseMessages.id }).from(caseMessages).where(eq(caseMessages.verdictId, verdictId)).limit(1),
    tx
      .select({ id: safeguardOverrides.id })
      .from(safeguardOverrides)
      .where(eq(safeguardOverrides.verdictId, verdictId))
      .limit(1),
  ])
  return messages.length + overrides.length > 0
}

const wordsOf = (reasons: readonly StoredReason[]): string =>
  reasons
    .map(({ ruleId, outcome, code, params, approved }) =>
      JSON.stringify([
        ruleId,
        outcome,
        code,
        Object.entries(params).sort(([x], [y]) => (x < y ? -1 : 1)),
        approved === true,
      ]),
    )
    .join('\n')
/** Whether two stored answers give the same reasons word for word. */
export const isSame = (one: readonly StoredReason[], other: readonly StoredReason[]): boolean =>
  wordsOf(one) === wordsOf(other)
