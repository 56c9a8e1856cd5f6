import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { shownCards } from '#db/schema/cards.ts'
import { employers } from '#db/schema/employers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { EMPLOYER_STATES } from './rules.ts'

/** What a step changed in what an employer can see of a person. */
type SharingChange = 'card-shown' | 'name-shown' | 'name-hidden' | 'card-hidden'
export type SharingRow = { at: Date; change: SharingChange; title: string; employerName: string }

const shows = (state: string | null): boolean => (EMPLOYER_STATES as readonly (string | null)[]).includes(state)

/**
 * Which employer could see what of the signed-in newcomer, and from when: the steps of the proposals' own log that opened or closed something,
 * newest first (GDPR art. 15: to whom data were disclosed).
 *
 * @throws Refusal `forbidden`
 */
export async function sharingOf(ctx: Ctx): Promise<SharingRow[]> {
  requireRole(ctx.actor, 'newcomer')
  const rows = await ctx.db
    .select({
      proposalId: proposalLog.proposalId,
      at: proposalLog.at,
      step: proposalLog.step,
      fromState: proposalLog.fromState,
      toState: proposalLog.toState,
      title: positions.title,
      employerName: employers.name,
    })
    .from(proposalLog)
    .innerJoin(proposals, eq(proposals.id, proposalLog.proposalId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(and(eq(proposals.newcomerId, ctx.actor.newcomerId), inArray(proposalLog.step, OPENING_OR_CLOSING)))
    .orderBy(desc(proposalLog.at), asc(proposalLog.id))
    .limit(200)
  const cards = await ctx.db
    .select({
      at: shownCards.at,
      proposalId: shownCards.proposalId,
      title: positions.title,
      employerName: employers.name,
    })
    .from(shownCards)
    .innerJoin(positions, eq(positions.id, shownCards.positionId))
    .innerJoin(employers, eq(employers.id, shownCards.employerId))
    .where(and(eq(shownCards.newcomerId, ctx.actor.newcomerId), eq(shownCards.outcome, 'shown')))
    .orderBy(desc(shownCards.at))
    .limit(200)
  const shown = new Set(cards.map((card) => card.proposalId))
  const steps = rows.flatMap(({ step, fromState, toState, proposalId, ...row }): SharingRow[] => {
    const change = changeOf(step, shows(fromState), shows(toState))
    // The card came with the shortlist, unless it was held back: that is in the cards themselves.
    if (change === null || (change === 'card-shown' && step === 'shortlist')) return []
    return change === 'card-hidden' && fromState === 'shortlisted' && !shown.has(proposalId) ? [] : [{ ...row, change }]
  })
  const came = cards.map(({ proposalId: _id, ...card }): SharingRow => ({ ...card, change: 'card-shown' }))
  return [...steps, ...came].sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, 200)
}

const OPENING_OR_CLOSING = [
  'set-aside',
  'shortlist',
  'decline',
  'consent',
  'withdraw-consent',
  'refuse',
  'withdraw',
  'supersede',
  'restore',
  'expire',
  'close',
] as const

function changeOf(step: string, before: boolean, after: boolean): SharingChange | null {
  if (step === 'consent') return 'name-shown'
  if (step === 'withdraw-consent') return 'name-hidden'
  if (before === after) return null
  return after ? 'card-shown' : 'card-hidden'
}
