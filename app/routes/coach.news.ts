import type { NoticeCode } from '#db/values/notices.ts'
import { noticesOf } from '#server/notices/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { type ProposalSubject, subjectsForCoach } from '#server/proposals/reads-list.ts'

export type News = {
  id: string
  code: NoticeCode
  at: string
  unread: boolean
  href: string | null
  name: string | null
  about: string | null
}

const MOST_NEWS = 8

/**
 * The newest messages with the person and place they are about, and who asked to talk first and still waits for that.
 *
 * @param due conversations that are due, for the names in the messages about them
 */
export async function newsOf(
  ctx: Ctx,
  due: readonly { id: string; newcomerName: string; title: string; employerName: string }[],
): Promise<{
  news: News[]
  talks: { id: string; newcomerName: string; title: string; employerName: string }[]
  /** The proposals that the messages name. */
  named: ProposalSubject[]
}> {
  const notices = await noticesOf(ctx, 40)
  const talking = notices.filter((one) => one.code === 'newcomer-wants-to-talk')
  const subjects = await subjectsForCoach(
    ctx,
    [...notices.slice(0, MOST_NEWS), ...talking].flatMap(({ params }) => params['proposalId'] ?? []),
  )
  const news = notices.slice(0, MOST_NEWS).map(({ id, code, params, createdAt, readAt }): News => {
    const followUpId = params['followUpId']
    const proposal = subjects.get(params['proposalId'] ?? '')
    const subject = proposal ?? due.find((one) => one.id === followUpId)
    return {
      id,
      code,
      at: createdAt.toISOString(),
      unread: readAt === null,
      href: proposal ? pageOfProposal(code, proposal) : otherPageOf(code, params),
      name: subject?.newcomerName ?? null,
      about: subject ? `${subject.title}, ${subject.employerName}` : null,
    }
  })
  // Asked to talk, and nothing was decided since: still on the newcomer's page.
  const open = new Set(talking.flatMap(({ params }) => params['proposalId'] ?? []))
  const talks = [...open].flatMap((id) => {
    const subject = subjects.get(id)
    if (subject?.state !== 'shortlisted') return []
    const { newcomerName, title, employerName } = subject
    return [{ id, newcomerName, title, employerName }]
  })
  return { news, talks, named: [...subjects.values()] }
}

/** What the municipality decided or asks about a start stands on the page where it starts. */
const ABOUT_START: readonly NoticeCode[] = ['start-decided', 'override-confirmed', 'override-refused', 'question-asked']
const pageOfProposal = (code: NoticeCode, { id, state }: Pick<ProposalSubject, 'id' | 'state'>): string =>
  ABOUT_START.includes(code) && state === 'accepted' ? `/coach/voorstellen/${id}/start` : `/coach/voorstellen/${id}`

const ABOUT_A_PERSON: readonly NoticeCode[] = [
  'newcomer-stopped',
  'correction-asked',
  'coach-changed',
  'file-opened',
  'data-ends',
]

/** Where a message without a proposal leads. */
function otherPageOf(code: NoticeCode, { followUpId, newcomerId, placementId }: Record<string, string>): string | null {
  if (code === 'search-found') return '/account/zoekopdrachten'
  if (code === 'placement-held-up') return `/coach/plaatsingen/${placementId}`
  if (followUpId) return `/coach/vervolg/${followUpId}`
  return ABOUT_A_PERSON.includes(code) && newcomerId ? `/coach/deelnemers/${newcomerId}` : null
}
