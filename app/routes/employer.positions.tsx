import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { type OwnPosition, OwnPositionCard } from '#app/ui/employer/own-position.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { NewsBlock } from '#app/ui/news-block.tsx'
import { Pager, Tabs } from '#app/ui/pictures/pager.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { POSITION_STATES, type PositionState } from '#db/values/positions.ts'
import { type OwnPositionRow, ownPositions } from '#server/positions/reads.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { frameOf, waitingIn } from './employer.frame.ts'
import { employerNews, markNewsRead } from './staff.news.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Leerwerkplekken', data?.frame)

const PER_PAGE = 20

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'position.read-own')
  const asked = new URL(args.request.url).searchParams
  const state = POSITION_STATES.find((one) => one === asked.get('staat')) ?? null
  return run(async () => {
    const all = await ownPositions(me.ctx)
    const chosen = all.filter((row) => state === null || row.state === state)
    const pages = Math.max(1, Math.ceil(chosen.length / PER_PAGE))
    const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked.get('pagina'))) || 1))
    const first = (page - 1) * PER_PAGE
    return json({
      frame: await frameOf(args, me, waitingIn(all)),
      news: await employerNews(me.ctx, all),
      key: newFormKey(),
      states: POSITION_STATES.filter((one) => all.some((row) => row.state === one)),
      state,
      total: chosen.length,
      any: all.length > 0,
      page,
      pages,
      from: first + 1,
      rows: [...chosen]
        .sort(byUrgency)
        .slice(first, first + PER_PAGE)
        .map(shownOf),
    })
  })
}

/** Marks the news as read. */
export const action = (args: ActionFunctionArgs) => markNewsRead(args, '/werkgever')

const ORDER: Record<PositionState, number> = {
  published: 1,
  'awaiting-decision': 2,
  draft: 3,
  paused: 4,
  expired: 5,
  closed: 6,
}

/** Who waits for the employer first; closed positions last. */
const byUrgency = (one: OwnPositionRow, other: OwnPositionRow): number =>
  Number(other.candidates.consented > 0) - Number(one.candidates.consented > 0) || ORDER[one.state] - ORDER[other.state]

const shownOf = (row: OwnPositionRow): OwnPosition => ({
  id: row.id,
  key: newFormKey(),
  title: row.title,
  type: row.type,
  state: row.state,
  sector: sectorOf(row.isco),
  place: row.place,
  startsOn: row.startsOn,
  until: row.state === 'published' ? row.expiresOn : null,
  seats: row.seats,
  seatsFree: row.seatsFree,
  candidates: row.candidates,
  canPause: row.steps.includes('pause'),
  canResume: row.steps.includes('resume'),
})

/** The own positions with their state, candidates and next step. */
export default function Positions() {
  const { frame, news, key, states, state, total, any, page, pages, from, rows } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const href = (to: PositionState | null, at = 1) => {
    const query = new URLSearchParams({ ...(to ? { staat: to } : {}), ...(at > 1 ? { pagina: String(at) } : {}) })
    return query.size > 0 ? `/werkgever?${query}` : '/werkgever'
  }
  const add = (
    <ButtonLink href="/werkgever/plekken/nieuw" icon="plus">
      {t('employer.positions.add')}
    </ButtonLink>
  )
  return (
    <EmployerFrame frame={frame} current="positions">
      <PageHead title={t('employer.positions.title')} lead={any ? t('employer.positions.lead') : undefined}>
        {any && add}
      </PageHead>
      <Stack gap={4}>
        {states.length > 1 && (
          <Tabs
            label={t('employer.positions.tabs')}
            items={[
              { href: href(null), label: t('employer.positions.all'), current: state === null },
              ...states.map((one) => ({
                href: href(one),
                label: t(`enum.positionState.${one}`),
                current: state === one,
              })),
            ]}
          />
        )}
        {!any && (
          <EmptyState
            pictogram="signing"
            title={t('employer.positions.empty')}
            text={t('employer.positions.emptyText')}
            action={add}
          />
        )}
        {any && rows.length === 0 && (
          <EmptyState
            pictogram="signing"
            title={t('employer.positions.emptyState')}
            text={t('employer.positions.emptyStateText')}
            action={<ButtonLink href="/werkgever">{t('employer.positions.showAll')}</ButtonLink>}
          />
        )}
        {rows.length > 0 && (
          <ul className="in-stack in-gap-3">
            {rows.map((row) => (
              <OwnPositionCard position={row} key={row.id} />
            ))}
          </ul>
        )}
        {pages > 1 && (
          <Pager
            label={t('employer.positions.pages')}
            summary={t('common.pageOf', { from, to: from + rows.length - 1, total })}
            previous={page > 1 ? { href: href(state, page - 1), label: t('common.previousPage') } : undefined}
            next={page < pages ? { href: href(state, page + 1), label: t('common.nextPage') } : undefined}
          />
        )}
        {news.length > 0 && <NewsBlock news={news} action="/werkgever" formKey={key} />}
      </Stack>
    </EmployerFrame>
  )
}
