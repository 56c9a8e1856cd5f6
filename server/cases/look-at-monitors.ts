import { and, eq, gte, inArray, ne, or } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { signals } from '#db/schema/monitoring.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { inFamilies } from '#server/safeguards/rules/monitors/families.ts'
import type { History } from '#server/safeguards/rules/monitors/history.ts'
import { MONITOR_POLICY, type MonitorPolicy } from '#server/safeguards/rules/monitors/policy.ts'
import {
  isSameNumbers,
  type MonitorsFor,
  monitorsNamed,
  monitorsOver,
} from '#server/safeguards/rules/monitors/profile.ts'
import { type Family, lookAtAll, type MonitorSignal } from '#server/safeguards/rules/monitors/table.ts'
import { logCase } from './log-case.ts'
import { familyOf } from './reads-family.ts'
import { monitorHistoryOf } from './reads-history.ts'
import { monitorsOn } from './reads-profiles.ts'
import { isNoGraver } from './rules-signals.ts'

type Seen = MonitorSignal & { outcome: Outcome }
type Known = typeof signals.$inferSelect

/** Rows of history that are looked at in one go: some hundredths of a second. */
const ROWS = 2_000
/** Signals in one transaction: short, so that nobody who answers or closes one waits for a whole country. */
const PART = 200

/**
 * Looks at every workplace, company and group, and keeps what is new as a signal for the employer, who sees it first. A second look on the same facts
 * changes nothing; where a municipality set other numbers since, an open signal keeps those it was made with, unless what is seen now is graver. A signal
 * that an officer closed is not told again while it is quiet, unless it is graver or more. A signal that is not seen any more
 * stays until a person closes it, and no stored answer changes. The facts are read and weighed without a transaction; what is written goes in parts, and
 * what somebody did to a signal meanwhile stands.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function lookAtMonitors(ctx: Ctx): Promise<{ opened: number; changed: number }> {
  requireMay(ctx.actor, 'case.look-at-monitors')
  const { db } = ctx
  const today = dayOf(ctx.now)
  const { profiles, policies, ofEstablishment } = await monitorsOn(db, today)
  const [history, family, known] = await Promise.all([
    monitorHistoryOf(db, [MONITOR_POLICY, ...policies], today),
    familyOf(db),
    db
      .select()
      .from(signals)
      .where(or(ne(signals.state, 'closed'), gte(signals.quietUntil, today))),
  ])
  const policyFor = monitorsOver(family, MONITOR_POLICY, ofEstablishment)
  const numbersNow = (one: Seen) => policyFor(one.level, one.subject)
  const keepsNumbers = (row: Known, one: Seen): boolean => {
    const made = monitorsNamed(row.policyVersion, profiles)
    return made !== null && !isSameNumbers(made, numbersNow(one))
  }
  const about = groupBy(known, (row) => keyOf(row.subject, row.subjectId, row.monitor, row.about))
  const opened: Seen[] = []
  const changed: { open: Known; one: Seen }[] = []
  const same: Known[] = []
  for (const one of await foundIn(history, family, today, policyFor)) {
    const rows = about.get(keyOf(one.level, one.subject, one.monitor, one.about ?? '')) ?? []
    const open = rows.find((row) => row.state !== 'closed')
    if (!open) {
      if (!rows.some((row) => isQuiet(row, one, today))) opened.push(one)
    } else if (keepsNumbers(open, one) ? !isNoGraver(one, open) : saysElse(open, one)) changed.push({ open, one })
    else if (open.lastSeenOn !== today) same.push(open)
  }
  const counted = { opened: 0, changed: changed.length }
  for (const part of inParts(opened, PART))
    counted.opened += await db.transaction((tx) => openSignals(tx, ctx, part, family, numbersNow))
  for (const part of inParts(changed, PART))
    await db.transaction(async (tx) => {
      for (const { open, one } of part) await renew(tx, open, one, numbersNow(one), today)
    })
  for (const part of inParts(same, PART * 10))
    await db
      .update(signals)
      .set({ lastSeenOn: today })
      .where(
        and(
          inArray(
            signals.id,
            part.map(({ id }) => id),
          ),
          ne(signals.state, 'closed'),
        ),
      )
  return counted
}

/** What the monitors say of a country, with a breath between parts: other work of this process goes on. */
async function foundIn(history: History, family: Family, today: string, policyFor: MonitorsFor): Promise<Seen[]> {
  const found: Seen[] = []
  for (const part of inFamilies(history, family, ROWS)) {
    found.push(...lookAtAll(part, family, MONITOR_POLICY, today, policyFor).filter(isSignal))
    await new Promise((done) => setImmediate(done))
  }
  return found
}

const keyOf = (...parts: [subject: string, id: string, monitor: string, about: string]): string => parts.join('\n')

const isSignal = (one: MonitorSignal): one is Seen =>
  one.outcome === 'warn' || one.outcome === 'human' || one.outcome === 'block'

/** Closed, and no graver since. Reports about a workplace are never quiet: those that were looked at are closed with their signal, so an open one is new. */
const isQuiet = (row: Known, one: Seen, today: string): boolean =>
  !(row.monitor === 'MON-12' && row.subject === 'establishment') &&
  row.quietUntil !== null &&
  row.quietUntil >= today &&
  isNoGraver(one, row)

const sorted = (params: Known['params']) => Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1))
const saysElse = (open: Known, one: Seen): boolean =>
  open.code !== one.code || JSON.stringify(sorted(open.params)) !== JSON.stringify(sorted(one.params))

/** What is seen today of a signal that is open and said something else before. */
async function renew(tx: Tx, open: Known, one: Seen, policy: MonitorPolicy, today: string): Promise<void> {
  await tx
    .update(signals)
    .set({
      lastSeenOn: today,
      outcome: one.outcome,
      code: one.code,
      params: one.params,
      policyVersion: policy.version,
      // Once it pauses it does so until a person decides (ruling 14).
      pauses: open.pauses || one.outcome === 'block',
      // Who asked to close it has not seen this.
      closeAskedBy: null,
      closeAskedAt: null,
      closeAskedReason: '',
    })
    .where(and(eq(signals.id, open.id), ne(signals.state, 'closed')))
}

/** Opens those that nobody opened meanwhile, with their events and log. */
async function openSignals(
  tx: Tx,
  ctx: Ctx,
  part: readonly Seen[],
  family: Family,
  numbersNow: (one: Seen) => MonitorPolicy,
): Promise<number> {
  const today = dayOf(ctx.now)
  const rows = part.map((one) => {
    const { version, numbers } = numbersNow(one)
    const employer = { establishment: family.employerOf.get(one.subject) ?? null, employer: one.subject, group: null }
    return {
      id: crypto.randomUUID(),
      subject: one.level,
      subjectId: one.subject,
      employerId: employer[one.level],
      establishmentId: one.level === 'establishment' ? one.subject : null,
      monitor: one.monitor,
      about: one.about ?? '',
      outcome: one.outcome,
      code: one.code,
      params: one.params,
      policyVersion: version,
      pauses: one.outcome === 'block',
      firstSeenOn: today,
      lastSeenOn: today,
      answerDueOn: addDays(today, numbers.answerDays),
      state: 'new' as const,
    }
  })
  const made = await tx.insert(signals).values(rows).onConflictDoNothing().returning({ id: signals.id })
  const isMade = new Set(made.map(({ id }) => id))
  for (const { id, establishmentId, monitor, code } of rows) {
    if (!isMade.has(id)) continue
    await recordEvent(tx, 'signal.opened', { signalId: id }, ctx.now)
    await logCase(tx, ctx, 'signal', 'find', id, { establishmentId }, { monitor, code })
  }
  return made.length
}
