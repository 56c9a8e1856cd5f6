import type { Args } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { FIT_PARTS } from '#db/values/proposals.ts'
import { recordProposalViews } from '#server/audit/record-view.ts'
import { namesInCaseload } from '#server/newcomers/reads-caseload.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type ProposalForCoach, proposalForCoach } from '#server/proposals/reads.ts'
import { cardStandingOf } from '#server/proposals/reads-cards.ts'
import { PAGE_SIZE, proposalsForCoach } from '#server/proposals/reads-list.ts'
import { nearMisses, whyNot } from '#server/proposals/reads-why.ts'
import { showedProposals } from './coach.seen.ts'
import { type CodedReason, termLabels } from './coach.term-labels.ts'

/** The words of the address of the inbox, and what the read calls them. */
const QUESTION = { status: 'state', deelnemer: 'newcomerId', volgorde: 'order', pagina: 'page' } as const

/** The filters of the address as they were, to put behind links and forms; nothing else comes along. */
export function filtersOf(request: Request): string {
  const asked = new URL(request.url).searchParams
  const kept = new URLSearchParams()
  for (const name of Object.keys(QUESTION)) {
    const value = asked.get(name)
    if (value && value.length <= 60) kept.set(name, value)
  }
  return kept.toString()
}

/**
 * The inbox: one page of proposals, and the proposal that is open: the one of the address, else the first.
 *
 * @param proposalId of the address; null on the list
 * @throws Refusal `forbidden`, `not-found`
 */
export async function inboxOf(args: Args, ctx: Ctx, proposalId: string | null) {
  const asked = new URL(args.request.url).searchParams
  const question = Object.fromEntries(
    Object.entries(QUESTION).flatMap(([name, field]) => {
      const value = asked.get(name)
      return value ? [[field, value]] : []
    }),
  )
  const listed = proposalsForCoach(ctx, { state: 'proposed', order: 'waiting', ...question })
  const withOthers = asked.has('anderen')
  const [list, detail] = await Promise.all([
    listed,
    proposalId ? openDetail(ctx, proposalId, withOthers) : firstDetail(ctx, listed, withOthers),
  ])
  await showedProposals(args, ctx, [...list.rows, detail])
  if (detail) await recordProposalViews(ctx, [{ proposalId: detail.id, action: 'match.viewed' }], 'proposal')
  return {
    filters: filtersOf(args.request),
    state: asked.get('status') ?? 'proposed',
    order: asked.get('volgorde') ?? 'waiting',
    person: asked.get('deelnemer') ? (list.rows[0]?.newcomerName ?? detail?.newcomerName ?? null) : null,
    today: dayOf(ctx.now),
    rows: list.rows.map(({ id, newcomerName, title, employerName, place, waitingSince, ...one }) => ({
      id,
      newcomerName,
      title,
      employerName,
      place,
      waitingSince,
      states: FIT_PARTS.map((part) => one[part]),
    })),
    total: list.total,
    page: list.page,
    pages: list.pages,
    pageSize: PAGE_SIZE,
    detail,
    key: newFormKey(),
  }
}

type Why = {
  oneThing: { who: string; reasons: CodedReason[] } | null
  against: CodedReason[]
  unknown: CodedReason[]
  policyVersion: string
}

type Pair = { id: string; newcomerId: string; positionId: string }
type Listed = ReturnType<typeof proposalsForCoach>

/** The proposal of the address: which pair it is about, it says itself. */
async function openDetail(ctx: Ctx, id: string, withOthers: boolean) {
  const found = await proposalForCoach(ctx, id)
  return detailOf(ctx, found, found, withOthers)
}

/** The first of the list, which tells the pair already: everything about it is read at once. */
async function firstDetail(ctx: Ctx, listed: Listed, withOthers: boolean) {
  const first = (await listed).rows[0]
  return first ? detailOf(ctx, first, proposalForCoach(ctx, first.id), withOthers) : null
}

async function detailOf(ctx: Ctx, pair: Pair, its: ProposalForCoach | Promise<ProposalForCoach>, withOthers: boolean) {
  const [found, card, why, others] = await Promise.all([
    its,
    cardStandingOf(ctx, pair.id),
    whyToday(ctx, pair),
    withOthers ? othersOf(ctx, pair.positionId) : null,
  ])
  const { score: _score, cardCode: _card, fit, history, ...proposal } = found
  const parts = Object.values(fit)
  return {
    ...proposal,
    fit,
    card,
    history: history.map(({ step, actorRole, at, reasons }) => ({ step, actorRole, at: at.toISOString(), reasons })),
    policyVersion: history.find((row) => row.step === 'propose' || row.step === 'add')?.policyVersion ?? null,
    why,
    others,
    labels: await termLabels(ctx.db, [
      ...parts.flatMap((part) => [...part.for, ...part.against]),
      ...(why ? [...why.against, ...why.unknown, ...(why.oneThing?.reasons ?? [])] : []),
      ...(others ?? []).flatMap((one) => one.reasons),
    ]),
  }
}
export type InboxDetail = NonNullable<Awaited<ReturnType<typeof inboxOf>>['detail']>

/** What stands in the way today; null where the position is not on the site, so that there is nothing to work out. */
async function whyToday(ctx: Ctx, pair: Pair): Promise<Why | null> {
  try {
    const { gates, oneThing, policyVersion } = await whyNot(ctx, pair)
    return {
      oneThing,
      against: gates.filter((gate) => gate.state === 'miss').flatMap((gate) => gate.against),
      unknown: gates.filter((gate) => gate.state === 'unknown').flatMap((gate) => gate.against),
      policyVersion,
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null
    throw error
  }
}

/** Who of the caseload only one thing keeps from this position, with names. */
async function othersOf(ctx: Ctx, positionId: string) {
  try {
    const misses = await nearMisses(ctx, positionId)
    const names = await namesInCaseload(
      ctx,
      misses.map((one) => one.newcomerId),
    )
    return misses.map(({ newcomerId, explanation }) => ({
      newcomerId,
      name: names.get(newcomerId) ?? '',
      who: explanation.oneThing?.who ?? ('nobody' as const),
      reasons: explanation.oneThing?.reasons ?? [],
    }))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return []
    throw error
  }
}
