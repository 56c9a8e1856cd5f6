import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { NewsList } from '#app/ui/coach/news-list.tsx'
import { QuietTable } from '#app/ui/coach/quiet-table.tsx'
import { TodayTodo } from '#app/ui/coach/today-todo.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { FlowBar } from '#app/ui/pictures/funnel.tsx'
import { Block, PageHead, Split } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AVAILABILITIES } from '#db/values/newcomers.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import { caseloadCounts, QUIET_DAYS, quietInCaseload } from '#server/newcomers/reads-caseload.ts'
import { MarkReadInput, markRead } from '#server/notices/mark-read.ts'
import { followUpsDue } from '#server/placements/reads.ts'
import { placementTasksOf } from '#server/placements/reads-tasks.ts'
import { dayOf } from '#server/platform/context.ts'
import { newProposalsOf, waitingForCoach } from '#server/proposals/reads-list.ts'
import { frameOf } from './coach.frame.ts'
import { newsOf } from './coach.news.ts'
import { showedProposals } from './coach.seen.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Vandaag', data?.frame)

const MOST_SHOWN = 6

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  const { ctx } = me
  return run(async () => {
    const today = dayOf(ctx.now)
    const [counts, newProposals, waiting, followUps, quiet, tasks] = await Promise.all([
      caseloadCounts(ctx),
      newProposalsOf(ctx),
      waitingForCoach(ctx),
      followUpsDue(ctx),
      quietInCaseload(ctx),
      placementTasksOf(ctx),
    ])
    const { news, talks, named } = await newsOf(ctx, followUps)
    await showedProposals(args, ctx, named)
    const shown = <R,>(rows: R[]) => ({ rows: rows.slice(0, MOST_SHOWN), more: Math.max(0, rows.length - MOST_SHOWN) })
    const inState = (state: ProposalState) =>
      shown(
        waiting
          .filter((row) => row.state === state)
          .map(({ stateSince, state: _state, ...row }) => ({ ...row, since: dayOf(stateSince) })),
      )
    return json({
      frame: await frameOf(args, me, newProposals),
      givenName: me.account.displayName.split(' ')[0] ?? '',
      today,
      counts,
      todo: {
        talks,
        followUps: shown(
          followUps.map(({ id, kind, dueOn, newcomerName, title, employerName }) => ({
            id,
            kind,
            dueOn,
            newcomerName,
            title,
            employerName,
          })),
        ),
        tasks: shown(tasks),
        accepted: inState('accepted'),
        silent: inState('consented'),
        unanswered: inState('shortlisted'),
        newProposals,
        intakes: counts['in-intake'] ?? 0,
      },
      quiet,
      quietDays: QUIET_DAYS,
      news,
      key: newFormKey(),
    })
  })
}

/** Marks the messages as read. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-caseload')
  const form = await readForm(args.request, MarkReadInput.pick({}))
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await markRead(inside, {})
      return { answer: {} }
    })
    return redirectTo('/coach?gedaan=read')
  })
}

export default function Today() {
  const { frame, givenName, today, counts, todo, quiet, quietDays, news, key } = useLoaderData<typeof loader>()
  const { t, moment } = useWords()
  const total = AVAILABILITIES.reduce((sum, one) => sum + (counts[one] ?? 0), 0)
  const waiting =
    todo.talks.length +
    [todo.followUps, todo.tasks, todo.accepted, todo.silent, todo.unanswered].reduce(
      (sum, { rows, more }) => sum + rows.length + more,
      0,
    ) +
    Number(todo.newProposals > 0) +
    Number(todo.intakes > 0)
  return (
    <CoachFrame frame={frame} current="today">
      <PageHead
        above={moment(`${today}T12:00:00Z`).split(/,| om /)[0]}
        title={t('coach.today.title', { count: waiting, name: givenName })}
      >
        {todo.newProposals > 0 && (
          <ButtonLink href="/coach/voorstellen">
            {t('coach.today.newProposals', { count: todo.newProposals })}
          </ButtonLink>
        )}
      </PageHead>
      <Split
        aside={
          <Block title={t('coach.today.news')}>
            <NewsList news={news} />
            {news.some((one) => one.unread) && (
              <PostForm action="/coach" idempotencyKey={key} gap={0}>
                <Button variant="quiet">{t('coach.today.newsRead')}</Button>
              </PostForm>
            )}
          </Block>
        }
      >
        <Block title={t('coach.today.first')}>
          <TodayTodo todo={todo} today={today} />
        </Block>
        <Block title={t('coach.today.mine', { count: total })}>
          <FlowBar
            label={t('coach.today.flow')}
            stages={AVAILABILITIES.filter((one) => one !== 'withdrawn').map((one) => ({
              label: t(`enum.availability.${one}`),
              count: counts[one] ?? 0,
              href: `/coach/deelnemers?stand=${one}`,
            }))}
          />
        </Block>
        <Block title={t('coach.today.quiet', { days: quietDays })}>
          <QuietTable rows={quiet} today={today} caption={t('coach.today.quiet', { days: quietDays })} />
        </Block>
      </Split>
    </CoachFrame>
  )
}
