import type { ComponentProps, ReactNode } from 'react'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { ErrorSummary, FilterForm, FilterSelect, PostForm } from '#app/ui/form/form.tsx'
import { Inbox } from '#app/ui/inbox.tsx'
import type { FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { PROPOSAL_STATES } from '#db/values/proposals.ts'
import { daysSince } from './days.ts'
import { useFitWords } from './fit-words.ts'
import { CoachFrame } from './frame.tsx'
import { ProposalDetail, type ProposalDetailData } from './proposal-detail.tsx'
import { Shortcuts } from './shortcuts.tsx'

export type InboxData = {
  filters: string
  state: string
  order: string
  person: string | null
  today: string
  rows: readonly {
    id: string
    newcomerName: string
    title: string
    employerName: string
    place: string
    waitingSince: string
    states: readonly FitState[]
  }[]
  total: number
  page: number
  pages: number
  pageSize: number
  detail: ProposalDetailData | null
  key: string
}
const ORDERS = ['waiting', 'best', 'due', 'newest'] as const

/** The proposals inbox: list and open proposal. `open`: the address names the proposal; `before`: the one decided on just now. */
export function InboxPage(props: {
  frame: ComponentProps<typeof CoachFrame>['frame']
  inbox: InboxData
  before: string | null
  open: boolean
  errors: Record<string, string>
}) {
  const { inbox, open, errors, frame } = props
  const { t } = useWords()
  const { detail } = inbox
  const fitWords = useFitWords()
  const behind = inbox.filters ? `?${inbox.filters}` : ''
  const pageHref = (page: number) => {
    const query = new URLSearchParams(inbox.filters)
    query.set('pagina', String(page))
    return `/coach/voorstellen?${query}`
  }
  const order = ORDERS.find((one) => one === inbox.order) ?? 'waiting'
  const at = inbox.rows.findIndex((row) => row.id === detail?.id)
  const hrefOf = (row: { id: string } | undefined) => (row ? `/coach/voorstellen/${row.id}${behind}` : undefined)
  const undo: ReactNode =
    frame.done === 'set-aside' && props.before && /^[0-9a-f-]{36}$/.test(props.before) ? (
      <PostForm action={`/coach/voorstellen/${props.before}${behind}`} idempotencyKey={inbox.key} gap={0}>
        <Button variant="second" icon="undo" name="step" value="take-back">
          {t('coach.undo')}
        </Button>
      </PostForm>
    ) : null
  return (
    <CoachFrame frame={frame} current="proposals" undo={undo}>
      <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
      <PageHead
        title={t('coach.inbox.title', { count: inbox.total })}
        above={inbox.person ? t('coach.inbox.onlyFor', { name: inbox.person }) : undefined}
      >
        <FilterForm action="/coach/voorstellen" label={t('coach.inbox.filter')}>
          {new URLSearchParams(inbox.filters).get('deelnemer') && (
            <input type="hidden" name="deelnemer" value={new URLSearchParams(inbox.filters).get('deelnemer') ?? ''} />
          )}
          <FilterSelect
            name="status"
            label={t('coach.inbox.state')}
            defaultValue={inbox.state}
            options={[
              { value: 'open', label: t('coach.inbox.open') },
              ...PROPOSAL_STATES.map((one) => ({ value: one, label: t(`enum.proposalState.${one}`) })),
            ]}
          />
          <FilterSelect
            name="volgorde"
            label={t('coach.inbox.order')}
            defaultValue={order}
            options={ORDERS.map((one) => ({ value: one, label: t(`coach.inbox.orders.${one}`) }))}
          />
          <Button variant="second" icon="filter">
            {t('coach.inbox.show')}
          </Button>
        </FilterForm>
        {inbox.person && (
          <ButtonLink variant="quiet" href="/coach/voorstellen">
            {t('coach.inbox.everybody')}
          </ButtonLink>
        )}
      </PageHead>
      <Stack gap={4}>
        <Inbox
          label={t('coach.inbox.list')}
          order={t(`coach.inbox.orders.${order}`)}
          open={open}
          back={{ href: `/coach/voorstellen${behind}`, label: t('coach.inbox.back') }}
          items={inbox.rows.map((row) => ({
            href: `/coach/voorstellen/${row.id}${behind}`,
            name: row.newcomerName,
            line: t('coach.inbox.line', { title: row.title, employer: row.employerName, place: row.place }),
            waits: t('coach.daysShort', { count: daysSince(row.waitingSince, inbox.today) }),
            states: row.states,
            fitWords: fitWords(row.states),
            current: row.id === detail?.id,
          }))}
          empty={
            open && detail ? (
              <ProposalDetail
                detail={detail}
                today={inbox.today}
                behind={behind}
                keyValue={inbox.key}
                errors={errors}
              />
            ) : (
              <EmptyState
                pictogram="signing"
                title={t('coach.inbox.empty')}
                text={t('coach.inbox.emptyText')}
                action={<ButtonLink href="/coach/voorstellen?status=open">{t('coach.inbox.showOpen')}</ButtonLink>}
              />
            )
          }
        >
          {detail && (
            <ProposalDetail detail={detail} today={inbox.today} behind={behind} keyValue={inbox.key} errors={errors} />
          )}
        </Inbox>
        {inbox.pages > 1 && (
          <Pager
            label={t('coach.inbox.pages')}
            summary={t('coach.inbox.summary', {
              from: Math.min(inbox.total, (inbox.page - 1) * inbox.pageSize + 1),
              to: Math.min(inbox.total, inbox.page * inbox.pageSize),
              total: inbox.total,
            })}
            previous={inbox.page > 1 ? { href: pageHref(inbox.page - 1), label: t('common.previousPage') } : undefined}
            next={
              inbox.page < inbox.pages ? { href: pageHref(inbox.page + 1), label: t('common.nextPage') } : undefined
            }
          />
        )}
        <Shortcuts next={hrefOf(inbox.rows[at + 1])} previous={at > 0 ? hrefOf(inbox.rows[at - 1]) : undefined} />
      </Stack>
    </CoachFrame>
  )
}
