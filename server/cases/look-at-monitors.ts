import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { signals } from '#db/schema/monitoring.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { type Family, lookAtAll, type MonitorSignal } from '#server/safeguards/rules/monitors/table.ts'
import { logCase } from './log-case.ts'
import { familyOf, monitorHistoryOf } from './reads-history.ts'
import { isNoGraver } from './rules-signals.ts'

type Seen = MonitorSignal & { outcome: Outcome }
type Known = typeof signals.$inferSelect

/**
 * Looks at every workplace, company and group, and keeps what is new as a signal for the employer, who sees it first. A second look on the same facts
 * changes nothing; a signal that an officer closed is not told again while it is quiet, unless it is graver or more. A signal that is not seen any more
 * stays until a person closes it, and no stored answer changes.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function lookAtMonitors(ctx: Ctx): Promise<{ opened: number; changed: number }> {
  requireMay(ctx.actor, 'case.look-at-monitors')
  const today = dayOf(ctx.now)
  return ctx.db.transaction(async (tx) => {
    const [history, family, known] = await Promise.all([
      monitorHistoryOf(tx, MONITOR_POLICY, today),
      familyOf(tx),
      tx.select().from(signals),
    ])
    const found = lookAtAll(history, family, MONITOR_POLICY, today).filter(isSignal)
    const counted = { opened: 0, changed: 0 }
    for (const one of found) {
      const same = known.filter(
        (row) =>
          row.subject === one.level &&
          row.subjectId === one.subject &&
          row.monitor === one.monitor &&
          row.about === (one.about ?? ''),
      )
      const open = same.find((row) => row.state !== 'closed')
      if (open) counted.changed += await renew(tx, open, one, today)
      else if (!same.some((row) => isQuiet(row, one, today))) counted.opened += await openSignal(tx, ctx, one, family)
    }
    return counted
  })
}

const isSignal = (one: MonitorSignal): one is Seen =>
  one.outcome === 'warn' || one.outcome === 'human' || one.outcome === 'block'

/** Closed, and no graver since. Reports about a workplace are never quiet: those that were looked at are closed with their signal, so an open one is new. */
const isQuiet = (row: Known, one: Seen, today: string): boolean =>
  !(row.monitor === 'MON-12' && row.subject === 'establishment') &&
  row.quietUntil !== null &&
  row.quietUntil >= today &&
  isNoGraver(one, row)

/** What is seen today of a signal that is open. Returns 1 when it says something else than before. */
async function renew(tx: Tx, open: Known, one: Seen, today: string): Promise<number> {
  const isNew = open.code !== one.code || JSON.stringify(sorted(open.params)) !== JSON.stringify(sorted(one.params))
  if (!isNew && open.lastSeenOn === today) return 0
  await tx
    .update(signals)
    .set({
      lastSeenOn: today,
      ...(isNew && {
        outcome: one.outcome,
        code: one.code,
        params: one.params,
        policyVersion: MONITOR_POLICY.version,
        // Once it pauses it does so until a person decides (ruling 14).
        pauses: open.pauses || one.outcome === 'block',
      }),
    })
    .where(and(eq(signals.id, open.id), ne(signals.state, 'closed')))
  return isNew ? 1 : 0
}

const sorted = (params: Known['params']) => Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1))

async function openSignal(tx: Tx, ctx: Ctx, one: Seen, family: Family): Promise<number> {
  const today = dayOf(ctx.now)
  const id = crypto.randomUUID()
  const establishmentId = one.level === 'establishment' ? one.subject : null
  const employerId = { establishment: family.employerOf.get(one.subject) ?? null, employer: one.subject, group: null }
  const made = await tx
    .insert(signals)
    .values({
      id,
      subject: one.level,
      subjectId: one.subject,
      employerId: employerId[one.level],
      establishmentId,
      monitor: one.monitor,
      about: one.about ?? '',
      outcome: one.outcome,
      code: one.code,
      params: one.params,
      policyVersion: MONITOR_POLICY.version,
      pauses: one.outcome === 'block',
      firstSeenOn: today,
      lastSeenOn: today,
      answerDueOn: addDays(today, MONITOR_POLICY.numbers.answerDays),
      state: 'new',
    })
    .onConflictDoNothing()
    .returning({ id: signals.id })
  if (made.length === 0) return 0
  await recordEvent(tx, 'signal.opened', { signalId: id }, ctx.now)
  await logCase(tx, ctx, 'signal', 'find', id, { establishmentId }, { monitor: one.monitor, code: one.code })
  return 1
}
