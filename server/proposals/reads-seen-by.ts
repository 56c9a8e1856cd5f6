import { and, desc, eq, inArray, isNotNull, or } from 'drizzle-orm'
import { shownCards } from '#db/schema/cards.ts'
import { employers } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import type { ConsentField, ProposalState } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { type LookOfEmployer, looksOfEmployers } from '#server/audit/reads.ts'
import { runningOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { shownToEmployer } from './reads-shown.ts'
import { consentStands, fieldsOfYes, stepsFor } from './rules.ts'

/** One employer and one place, as the newcomer reads who sees what. */
export type SeenBy = {
  proposalId: string
  title: string
  employerName: string
  state: ProposalState
  /** `details`: a yes stands; `card`: the anonymous card; `ended`: nothing any more. */
  sees: 'details' | 'card' | 'ended'
  /** Ticked for the newest yes, as far as its text named it; null = there never was one. */
  fields: ConsentField[] | null
  since: Date
  /** Last day, `YYYY-MM-DD`; null = ended, or as long as the person works there. */
  until: string | null
  /** By day, newest first. */
  looks: LookOfEmployer[]
  /** The one way to stop it: take the yes back, say no; null = ended, or to be asked of the coach while somebody works there. */
  stop: 'withdraw' | 'decline' | null
}

/**
 * Who sees what of the signed-in newcomer: every employer that got a card or a yes, for each place, with what was ticked, since when and until when, and who
 * looked (GDPR art. 7(3), 13 and 15). What stands now comes first, and is worked out at this moment: a yes that lapsed has ended, whatever a sweep still has to do.
 *
 * @throws Refusal `forbidden`
 */
export async function seenByOf(ctx: Ctx): Promise<SeenBy[]> {
  requireRole(ctx.actor, 'newcomer')
  const { db } = ctx
  const { newcomerId } = ctx.actor
  const today = dayOf(ctx.now)
  const [rows, given, cards, looks] = await Promise.all([
    db
      .select({
        id: proposals.id,
        state: proposals.state,
        answerDueOn: proposals.answerDueOn,
        title: positions.title,
        employerName: employers.name,
        availability: newcomers.availability,
      })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .innerJoin(positions, eq(positions.id, proposals.positionId))
      .innerJoin(employers, eq(employers.id, positions.employerId))
      .leftJoin(consents, eq(consents.proposalId, proposals.id))
      .leftJoin(shownCards, and(eq(shownCards.proposalId, proposals.id), eq(shownCards.outcome, 'shown')))
      .where(and(eq(proposals.newcomerId, newcomerId), or(isNotNull(consents.id), isNotNull(shownCards.id))))
      .groupBy(proposals.id, positions.title, employers.name, newcomers.availability)
      .orderBy(desc(proposals.stateSince), proposals.id)
      .limit(100),
    db.select().from(consents).where(eq(consents.newcomerId, newcomerId)).orderBy(desc(consents.givenAt)),
    db
      .select({ proposalId: shownCards.proposalId, at: shownCards.at })
      .from(shownCards)
      .where(and(eq(shownCards.newcomerId, newcomerId), eq(shownCards.outcome, 'shown')))
      .orderBy(shownCards.at),
    looksOfEmployers(ctx),
  ])
  const ids = rows.map((row) => row.id)
  const [running, seen] = await Promise.all([
    runningOf(db, ids),
    db
      .select({ id: proposals.id })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .where(and(inArray(proposals.id, ids), shownToEmployer(db))),
  ])
  const isSeen = new Set(seen.map((one) => one.id))
  const looksOf = groupBy(looks, (look) => look.proposalId)
  const found = rows.map(({ id, availability, answerDueOn, ...row }): SeenBy => {
    const consent = given.find((one) => one.proposalId === id) ?? null
    const stands = consentStands(consent, row.state, today, { running: running.has(id), availability })
    const sees = stands ? 'details' : isSeen.has(id) ? 'card' : 'ended'
    const steps = stepsFor(row, { role: 'newcomer' })
    return {
      ...row,
      proposalId: id,
      sees,
      fields: consent && fieldsOfYes(consent),
      since:
        (stands ? consent?.givenAt : cards.find((one) => one.proposalId === id)?.at) ?? consent?.givenAt ?? ctx.now,
      until: untilOf(sees, row.state, consent?.expiresOn ?? null, answerDueOn),
      looks: looksOf.get(id) ?? [],
      stop: stopOf(sees, steps),
    }
  })
  const order = { details: 0, card: 1, ended: 2 }
  return found.sort((one, other) => order[one.sees] - order[other.sees])
}

function untilOf(sees: SeenBy['sees'], state: ProposalState, expiresOn: string | null, answerDueOn: string | null) {
  if (sees === 'card') return answerDueOn
  return sees === 'details' && state !== 'placed' ? expiresOn : null
}

function stopOf(sees: SeenBy['sees'], steps: readonly string[]): SeenBy['stop'] {
  if (sees === 'ended') return null
  if (steps.includes('withdraw-consent')) return 'withdraw'
  return steps.includes('decline') ? 'decline' : null
}
