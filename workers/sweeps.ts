import type { Database } from '#db/client.ts'
import type { WorkerName } from '#db/values/workers.ts'
import { requireMay } from '#server/access/may.ts'
import { purgeSignIns } from '#server/accounts/purge-sign-ins.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { anchorsNow } from '#server/audit/verify-audit.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { tellAgingFacts } from '#server/cases/tell-aging-facts.ts'
import { wipeReports } from '#server/cases/wipe-reports.ts'
import { outboxDepth } from '#server/outbox/depth.ts'
import { purgeOutbox } from '#server/outbox/purge-outbox.ts'
import { askFollowUps } from '#server/placements/ask-follow-ups.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { completePlacements } from '#server/placements/complete-placements.ts'
import { type Ctx, dayOf, workerNamed } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { tellEndingTerms } from '#server/positions/tell-ending-terms.ts'
import { lostLines, resealFields } from '#server/privacy/reseal-fields.ts'
import { sweepAccounts } from '#server/privacy/sweep-accounts.ts'
import { sweepRetention } from '#server/privacy/sweep-retention.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { keepMissingCards } from '#server/proposals/keep-missing-cards.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { isBehind } from '#server/search/choose.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { tellNewMatches } from '#server/search/tell-new-matches.ts'
import type { Sweep } from './clock.ts'
import type { Subscriptions } from './job.ts'
import type { Queues } from './queues.ts'
import { resendUndone } from './resend.ts'

const HOUR = 3_600_000

/** How often each sweep runs, and how long a handed-on event may stay without its effect before it is sent again, in ms. */
export type SweepTimes = { minute: number; resendGrace: number }
export const USUAL_TIMES: SweepTimes = { minute: 60_000, resendGrace: 120_000 }

/** Everything that waits for a day to come or for a loss to be found: due dates stand in tables, never in a queue. */
export function sweepsOf(
  database: Database,
  queues: Queues,
  subscriptions: Subscriptions,
  meili: MeiliSettings | null,
  times: SweepTimes,
): Sweep[] {
  const { db } = database
  const ctx = (now: Date, worker: WorkerName): Ctx => ({ db, actor: workerNamed(worker), now })
  const minutely = (name: string, run: Sweep['run']): Sweep => ({ name, everyMs: times.minute, run })
  let since: Date | undefined
  let complete = 0
  let compared = 0
  let deeplyCompared = ''
  let rechecked = ''
  let anchored = ''
  return [
    minutely('resend', async (now) => {
      requireMay(workerNamed('resend'), 'outbox.resend')
      // Once an hour from the beginning: an event that was committed late may lie before the mark.
      if (now.getTime() - complete > HOUR) since = undefined
      const mark = since
      const window = { now, graceMs: times.resendGrace, ...(mark ? { since: mark } : {}) }
      const found = await resendUndone(db, queues, subscriptions, window)
      if (!mark) complete = now.getTime()
      since = new Date(found.since.getTime() - 10 * 60_000)
      return { resent: found.missing }
    }),
    minutely('seal-audit', async (now) => {
      requireMay(workerNamed('seal-audit'), 'audit.seal')
      const done = await sealAudit(db)
      if (done.refused > 0) log.error(done, 'audit: entries that no key of ours made; run `npm run audit`')
      // Once a day and after a restart the ends of the chains go where who writes the database does not write.
      if (anchored !== dayOf(now)) {
        for (const end of await anchorsNow(db)) log.info(end, 'audit anchor')
        anchored = dayOf(now)
      }
      return done
    }),
    minutely('expire-proposals', (now) => expireProposals(ctx(now, 'expire-proposals'))),
    minutely('expire-positions', (now) => expirePositions(ctx(now, 'expire-positions'))),
    minutely('begin-placements', (now) => beginPlacements(ctx(now, 'begin-placements'))),
    minutely('complete-placements', (now) => completePlacements(ctx(now, 'complete-placements'))),
    minutely('ask-follow-ups', (now) => askFollowUps(ctx(now, 'ask-follow-ups'))),
    {
      name: 'look-at-monitors',
      everyMs: 10 * times.minute,
      run: async (now) => {
        const seen = await lookAtMonitors(ctx(now, 'look-at-monitors'))
        // A signal that pauses takes off the site what is there already.
        if (seen.opened + seen.changed > 0) rechecked = ''
        return seen
      },
    },
    minutely('recheck-positions', async (now) => {
      // Answers age by the day; after a restart it is asked once more, which changes nothing.
      const today = dayOf(now)
      if (rechecked === today) return undefined
      // Said before it is done: what look-at-monitors takes back meanwhile stays taken back.
      rechecked = today
      try {
        return {
          ...(await recheckPositions(ctx(now, 'recheck-positions'))),
          ...(await tellEndingTerms(ctx(now, 'recheck-positions'))),
          ...(await tellAgingFacts(ctx(now, 'recheck-positions'))),
        }
      } catch (error) {
        rechecked = ''
        throw error
      }
    }),
    minutely('plan-run', async (now) => {
      const planned = await planRun(ctx(now, 'plan-run'), { kind: 'night' })
      return planned ? { parts: planned.parts } : undefined
    }),
    {
      name: 'mend-index',
      // Often, since after an outage the index is behind until it was compared; most times there is nothing to do.
      everyMs: Math.min(times.minute, 10_000),
      run: async (now) => {
        const late = now.getTime() - compared > HOUR
        if (!late && !(meili && isBehind(meili))) return undefined
        const deep = deeplyCompared !== dayOf(now)
        const differed = await mendIndex(ctx(now, 'mend-index'), meili, { deep })
        if (deep) deeplyCompared = dayOf(now)
        compared = now.getTime()
        return { differed }
      },
    },
    // Proposals that are older than kept cards: at the first turn after an upgrade.
    { name: 'keep-cards', everyMs: HOUR, run: (now) => keepMissingCards(ctx(now, 'keep-cards')) },
    minutely('tell-new-matches', (now) => tellNewMatches(ctx(now, 'tell-new-matches'))),
    { name: 'wipe-reports', everyMs: HOUR, run: (now) => wipeReports(ctx(now, 'wipe-reports')) },
    {
      name: 'seal-fields',
      everyMs: HOUR,
      run: async (now) => {
        // A seed that had no key, and rows under an older key after keys were changed.
        const done = await resealFields(ctx(now, 'seal-fields'), { dry: false })
        for (const line of lostLines(done)) log.error({ code: 'seal-key-lost' }, line)
        const sealed = done.reduce((sum, one) => sum + one.sealed, 0)
        return sealed > 0 ? { sealed } : undefined
      },
    },
    {
      name: 'retention',
      everyMs: HOUR,
      run: async (now) => {
        const staff = await sweepAccounts(ctx(now, 'retention'))
        const counts = Object.entries(staff).map(([what, count]) => [`staff-${what}`, count])
        return { ...(await sweepRetention(ctx(now, 'retention'))), ...Object.fromEntries(counts) }
      },
    },
    {
      name: 'purge',
      everyMs: HOUR,
      run: async (now) => ({
        purged: (await purgeOutbox(ctx(now, 'purge'))) + (await purgeSignIns(ctx(now, 'purge'))),
      }),
    },
    minutely('heartbeat', async (now) => {
      requireMay(workerNamed('heartbeat'), 'outbox.measure')
      const depth = await outboxDepth(db, now)
      const queued = await queues.depth().catch(() => -1)
      log.info({ ...depth, queued }, 'workers: alive')
      return undefined
    }),
  ]
}
