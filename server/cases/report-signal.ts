import { randomInt } from 'node:crypto'
import { and, eq, gte } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import { publicReports } from '#db/schema/monitoring.ts'
import { CONCERNS } from '#db/values/placements.ts'
import { REPORTER_ROLES } from '#db/values/safeguards.ts'
import { establishmentOf } from '#server/employers/reads.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { filledText, oneOf, orNull, text, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keptText } from '#server/platform/sealed-fields.ts'
import { logCase } from './log-case.ts'
import { isOfDay } from './reads-reports.ts'
import { MANY_REPORTS_A_DAY, REPORT_LIMITS } from './rules.ts'
import { reportCode } from './rules-reports.ts'

export const ReportSignalInput = z.strictObject({
  establishmentId: uuid(),
  /** null = that a paid job was replaced. */
  concern: orNull(oneOf(CONCERNS)),
  reporterRole: oneOf(REPORTER_ROLES),
  body: filledText(1500),
  /** Only if the reporter wants an answer; wiped when the report is weighed. */
  contact: orNull(text(200)).transform((contact) => contact || null),
})
export type ReportSignalInput = z.input<typeof ReportSignalInput>

/**
 * Anybody reports something about a workplace, without an account and without saying who they are. It does nothing to the employer until an officer has
 * weighed it. The same text about the same workplace within a day is one report. However many there are of one workplace, none is turned away for it; officers
 * hear of the first of a day one by one, and read the rest together.
 *
 * @param network a keyed digest of the network that it comes from, never an address in clear text (accounts/tokens.ts `keyedDigest`)
 * @returns the code that the reporter can mention later
 * @throws Refusal `not-found` (no such workplace), `too-many` with `retryAfterSeconds`; ZodError for input that the schema refuses
 */
export async function reportSignal(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: ReportSignalInput,
  network: string,
): Promise<{ code: string }> {
  const { establishmentId, ...report } = ReportSignalInput.parse(input)
  const { db, now } = ctx
  // Outside the transaction: an attempt counts whether or not it is kept.
  await countAttempt(db, `report-network:${network}`, REPORT_LIMITS.network, now)
  await countAttempt(db, `report-day:${network}`, REPORT_LIMITS.networkADay, now)
  return db.transaction(async (tx) => {
    const establishment = await establishmentOf(tx, establishmentId)
    if (!establishment) throw new Refusal('not-found')
    const [same] = await elevated(tx, 'count-reports')
      .select({ code: publicReports.code })
      .from(publicReports)
      .where(
        and(
          eq(publicReports.establishmentId, establishmentId),
          eq(publicReports.body, report.body),
          gte(publicReports.reportedAt, new Date(now.getTime() - 86_400_000)),
        ),
      )
    if (same) return same
    const id = crypto.randomUUID()
    const code = reportCode((below) => randomInt(below))
    const contact = keptText('public_reports', 'contact', id, report.contact)
    await tx.insert(publicReports).values({
      ...report,
      id,
      code,
      establishmentId,
      contact: contact.plain,
      contactSealed: contact.sealed,
      state: 'new',
      reportedAt: now,
    })
    const today = await elevated(tx, 'count-reports').$count(publicReports, isOfDay(establishmentId, now))
    if (today <= MANY_REPORTS_A_DAY) await recordEvent(tx, 'report.made', { reportId: id, establishmentId }, now)
    const { municipalityCode } = establishment
    await logCase(tx, { actor: null, now }, 'report', 'report', id, { municipalityCode, establishmentId })
    return { code }
  })
}
