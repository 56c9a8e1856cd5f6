import type { Args } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { caseloadForExport } from '#server/newcomers/reads-caseload.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { PAGE_SIZE, proposalForCoach, proposalsForCoach } from '#server/proposals/reads.ts'
import { nearMisses, whyNot } from '#server/proposals/reads-why.ts'
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
  const list = await proposalsForCoach(ctx, { state: 'proposed', order: 'waiting', ...question })
  const openId = proposalId ?? list.rows[0]?.id ?? null
  const detail = openId === null ? null : await detailOf(ctx, openId, asked.has('anderen'))
  return {
    filters: filtersOf(args.request),
    state: asked.get('status') ?? 'proposed',
    order: asked.get('volgorde') ?? 'waiting',
    person: asked.get('deelnemer') ? (list.rows[0]?.newcomerName ?? detail?.newcomerName ?? null) : null,
    today: dayOf(ctx.now),
    rows: list.rows.map(({ id, newcomerName, title, employerName, place, waitingSince, fit }) => ({
      id,
      newcomerName,
      title,
      employerName,
      place,
      waitingSince,
      states: [fit.can.state, fit.wants.state, fit.practical.state, fit.support.state],
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

async function detailOf(ctx: Ctx, id: string, withOthers: boolean) {
  const found = await proposalForCoach(ctx, id)
  const [views, why, others] = await Promise.all([
    publicViews(ctx.db, [found.positionId]),
    whyToday(ctx, found),
    withOthers ? othersOf(ctx, found.positionId) : null,
  ])
  const { score: _score, cardCode: _card, fit, history, ...proposal } = found
  const parts = Object.values(fit)
  return {
    ...proposal,
    fit,
    history: history.map(({ step, actorRole, at, reasons }) => ({ step, actorRole, at: at.toISOString(), reasons })),
    policyVersion: history.find((row) => row.step === 'propose')?.policyVersion ?? null,
    seatsFree: views.get(found.positionId)?.seatsFree ?? null,
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
async function whyToday(ctx: Ctx, pair: { newcomerId: string; positionId: string }): Promise<Why | null> {
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
    const [misses, caseload] = await Promise.all([
      nearMisses(ctx, positionId),
      caseloadForExport(ctx, { availability: 'available' }),
    ])
    const names = new Map(caseload.map((row) => [row.id, row.name]))
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
