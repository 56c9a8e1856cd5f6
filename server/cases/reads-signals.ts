import { and, asc, desc, eq, exists, gte, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import { signals } from '#db/schema/monitoring.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { EstablishmentView } from '#server/employers/reads.ts'
import { type Actor, type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { LEAST_REPORTS_SHOWN } from './rules-signals.ts'

const columns = {
  id: signals.id,
  subject: signals.subject,
  subjectId: signals.subjectId,
  establishmentId: signals.establishmentId,
  establishmentName: establishments.name,
  employerName: employers.name,
  municipalityCode: signals.municipalityCode,
  monitor: signals.monitor,
  about: signals.about,
  outcome: signals.outcome,
  code: signals.code,
  params: signals.params,
  policyVersion: signals.policyVersion,
  pauses: signals.pauses,
  firstSeenOn: signals.firstSeenOn,
  lastSeenOn: signals.lastSeenOn,
  answerDueOn: signals.answerDueOn,
  state: signals.state,
  answer: signals.answer,
  answeredAt: signals.answeredAt,
  closeAskedBy: signals.closeAskedBy,
  closeAskedReason: signals.closeAskedReason,
  closingReason: signals.closingReason,
  closedAt: signals.closedAt,
  quietUntil: signals.quietUntil,
}
export type SignalView = Awaited<ReturnType<typeof signalsWhere>>[number]

const signalsWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select(columns)
    .from(signals)
    .leftJoin(establishments, eq(establishments.id, signals.establishmentId))
    .leftJoin(employers, eq(employers.id, signals.employerId))
    .where(where)
    .orderBy(asc(sql`${signals.state} = 'closed'`), desc(signals.firstSeenOn), asc(signals.id))
    .limit(500)

/** Signals of a company: about it, its establishments, and its group. */
const ofEmployer = (db: Reader, employerId: string) =>
  or(
    eq(signals.employerId, employerId),
    and(
      eq(signals.subject, 'group'),
      exists(
        db
          .select({ one: sql`1` })
          .from(employerGroups)
          .where(and(eq(employerGroups.groupName, signals.subjectId), eq(employerGroups.employerId, employerId))),
      ),
    ),
  )

/** Signals about something of which at least one establishment stands in the municipality, but for what another one opened for its own workplaces. */
const ofMunicipality = (db: Reader, code: string) =>
  and(
    or(isNull(signals.municipalityCode), eq(signals.municipalityCode, code)),
    exists(
      db
        .select({ one: sql`1` })
        .from(establishments)
        .innerJoin(places, eq(places.postcode4, establishments.postcode4))
        .leftJoin(employerGroups, eq(employerGroups.employerId, establishments.employerId))
        .where(
          and(
            eq(places.municipalityCode, code),
            or(
              eq(establishments.id, signals.establishmentId),
              and(eq(signals.subject, 'employer'), eq(establishments.employerId, signals.employerId)),
              and(eq(signals.subject, 'group'), eq(employerGroups.groupName, signals.subjectId)),
            ),
          ),
        ),
    ),
  )

/** The employer's turn is over: it answered, its days have passed, or it pauses publication and so cannot wait. */
const isOfficersTurn = (today: string) =>
  or(inArray(signals.state, ['answered', 'closed']), lt(signals.answerDueOn, today), eq(signals.pauses, true))

/** What an actor may see of signals at all. */
function seenBy(db: Reader, actor: Actor, today: string): SQL | undefined {
  requireRole(actor, 'employer', 'officer')
  return actor.role === 'employer'
    ? ofEmployer(db, actor.employerId)
    : and(ofMunicipality(db, actor.municipalityCode), isOfficersTurn(today))
}

/**
 * The signals that the actor may see, open ones first: an employer those about the own company from the first day, an officer those of the municipality
 * once it is their turn. Each is a signal, not yet judged.
 *
 * @throws Refusal `forbidden` for another role
 */
export async function signalsFor(ctx: Ctx): Promise<SignalView[]> {
  const rows = await signalsWhere(ctx.db, seenBy(ctx.db, ctx.actor, dayOf(ctx.now)))
  return rows.map((one) => readBy(ctx.actor, one))
}

/** An employer reads no exact number of reports below ten: with few people it tells who reported; nor who of the municipality asks to close it. */
const readBy = <S extends Pick<SignalView, 'monitor' | 'params'>>(actor: Actor, one: S): S => {
  const { count } = one.params
  const isHidden = actor.role === 'employer' && one.monitor === 'MON-12' && Number(count) < LEAST_REPORTS_SHOWN
  const shown = isHidden ? { ...one, params: { ...one.params, count: `<${LEAST_REPORTS_SHOWN}` } } : one
  return actor.role === 'employer' ? { ...shown, closeAskedBy: null, closeAskedReason: '' } : shown
}

/**
 * One signal that the actor may see.
 * @param lock `locked` keeps another step away until the end of the transaction
 * @throws Refusal `forbidden`, `not-found`
 */
export async function signalFor(ctx: Ctx, db: Reader, signalId: string, lock?: 'locked') {
  const where = and(eq(signals.id, signalId), seenBy(db, ctx.actor, dayOf(ctx.now)))
  const found = db.select().from(signals).where(where)
  const [row] = isId(signalId) ? await (lock ? found.for('update') : found) : []
  if (!row) throw new Refusal('not-found')
  return row
}

/** What the actor may see of signals about one establishment, its company and its group in the last two years: for a case page. */
export async function signalsOfEstablishment(
  ctx: Ctx,
  establishment: Pick<EstablishmentView, 'id' | 'employerId'>,
): Promise<SignalView[]> {
  const today = dayOf(ctx.now)
  const about = or(
    eq(signals.establishmentId, establishment.id),
    and(ofEmployer(ctx.db, establishment.employerId), inArray(signals.subject, ['employer', 'group'])),
  )
  const recent = gte(signals.lastSeenOn, `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`)
  const rows = await signalsWhere(ctx.db, and(seenBy(ctx.db, ctx.actor, today), about, recent))
  return rows.map((one) => readBy(ctx.actor, one))
}
