import type { ActionFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { NewsItem } from '#app/ui/news-block.tsx'
import { MarkReadInput, markRead } from '#server/notices/mark-read.ts'
import { type Notice, noticesOf } from '#server/notices/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { cardCodesFor } from '#server/proposals/reads-codes.ts'

const MOST_NEWS = 8

const itemOf = ({ code, createdAt, readAt }: Notice, about: Pick<NewsItem, 'href' | 'title' | 'card'>): NewsItem => ({
  code,
  at: createdAt.toISOString(),
  unread: readAt === null,
  ...about,
})

/**
 * The newest messages of an employer: the title of the position and the code of the card, never a name.
 *
 * @param own the employer's positions, which the page has read already
 */
export async function employerNews(ctx: Ctx, own: readonly { id: string; title: string }[]): Promise<NewsItem[]> {
  const notices = await noticesOf(ctx, MOST_NEWS)
  const cards = await cardCodesFor(
    ctx,
    notices.flatMap(({ params }) => params['proposalId'] ?? []),
  )
  return notices.map((notice) => {
    const { proposalId = '', positionId } = notice.params
    const position = own.find((one) => one.id === positionId)
    const card = cards.get(proposalId)
    const ofPosition = position ? `/werkgever/plekken/${position.id}` : null
    return itemOf(notice, {
      href: card?.open
        ? `/werkgever/kandidaten/${proposalId}`
        : notice.params['signalId']
          ? '/werkgever/dossier'
          : (recordPageOf(notice) ?? ofPosition),
      title: position?.title ?? null,
      card: card?.cardCode ?? null,
    })
  })
}

/** What an employer answers on the record: aging answers about a workplace, and a case that the municipality asks or decided about. */
const recordPageOf = ({ code, params }: Notice): string | null => {
  if (code === 'facts-age') return `/werkgever/dossier/vragen?vestiging=${params['establishmentId']}`
  const isAboutCase = code === 'question-asked' || code === 'override-confirmed' || code === 'override-refused'
  return isAboutCase && params['verdictId'] ? `/werkgever/dossier/antwoorden/${params['verdictId']}` : null
}

/** Where an officer reads a report, or an answer that an employer objects to; null where what waited may be decided. */
const otherPageOf = ({ code, params }: Notice): string | null => {
  if (code === 'report-made') return `/toets/meldingen/${params['reportId']}`
  const isAboutCase = code === 'objection-made' || code === 'answer-given' || code.startsWith('override-')
  return isAboutCase && params['verdictId'] ? `/toets/zaken/${params['verdictId']}` : null
}

/**
 * The newest messages of an officer; what waits no longer has no link.
 *
 * @param cases positions that wait for a decision, by their id
 * @param starts starts that wait, by the id of the question
 */
export async function officerNews(
  ctx: Ctx,
  cases: readonly { positionId: string; title: string }[],
  starts: readonly { id: string; title: string; cardCode: string }[],
): Promise<NewsItem[]> {
  const notices = await noticesOf(ctx, MOST_NEWS)
  const waits = (id: string) => cases.some((one) => one.positionId === id)
  const decided = notices.flatMap(({ params }) => params['positionId'] ?? []).filter((id) => !waits(id))
  const views = await publicViews(ctx.db, [...new Set(decided)])
  return notices.map((notice) => {
    const { verdictId, positionId = '' } = notice.params
    const start = starts.find((one) => one.id === verdictId)
    if (start) return itemOf(notice, { href: `/toets/start/${start.id}`, title: start.title, card: start.cardCode })
    const waiting = cases.find((one) => one.positionId === positionId)
    return itemOf(notice, {
      href: waiting ? `/toets/${waiting.positionId}` : otherPageOf(notice),
      title: waiting?.title ?? views.get(positionId)?.title ?? null,
      card: null,
    })
  })
}

/** Marks the messages as read, and shows the page again. */
export async function markNewsRead(args: ActionFunctionArgs, page: string) {
  const { ctx } = await signedIn(args, 'notice.read')
  const form = await readForm(args.request, MarkReadInput.pick({}))
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await markRead(inside, {})
      return { answer: {} }
    })
    return redirectTo(`${page}#nieuws`)
  })
}
