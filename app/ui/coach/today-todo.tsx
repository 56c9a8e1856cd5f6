import type { ComponentProps } from 'react'
import { EmptyState } from '#app/ui/empty.tsx'
import { TodoList } from '#app/ui/pictures/lists.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { FollowUpKind } from '#db/values/placements.ts'
import { daysSince } from './days.ts'
import { type TaskRow, taskItems } from './task-items.ts'

type About = { id: string; newcomerName: string; title: string; employerName: string }
type Waiting = About & { positionState: string; answerDueOn: string | null; since: string }
type Shown<R> = { rows: readonly R[]; more: number }
type Todo = ComponentProps<typeof TodoList>['items'][number]

/** What waits for the coach, most pressing first; a long list says how many more there are. */
export function TodayTodo(props: {
  todo: {
    talks: readonly About[]
    followUps: Shown<About & { kind: FollowUpKind; dueOn: string }>
    tasks: Shown<TaskRow>
    accepted: Shown<Waiting>
    silent: Shown<Waiting>
    unanswered: Shown<Waiting>
    newProposals: number
    intakes: number
  }
  today: string
}) {
  const { todo, today } = props
  const words = useWords()
  const { t, day, shortDay } = words
  const paramsOf = (row: About) => ({ name: row.newcomerName, title: row.title, employer: row.employerName })
  const proposal = (id: string) => `/coach/voorstellen/${id}`
  const more = (count: number, href: string): Todo[] =>
    count === 0
      ? []
      : [
          {
            when: t('coach.today.when.wait'),
            title: t('coach.today.more', { count }),
            action: { href, label: t('coach.today.proposalsAction') },
          },
        ]

  const items: Todo[] = [
    ...todo.talks.map((row) => ({
      when: t('coach.today.when.talk'),
      tone: 'error' as const,
      title: t('coach.today.talk', paramsOf(row)),
      text: t('coach.today.talkText', paramsOf(row)),
      action: { href: proposal(row.id), label: t('coach.today.talkAction') },
    })),
    ...todo.followUps.rows.map((row) => ({
      when: row.dueOn < today ? t('coach.today.when.late') : t('coach.today.when.today'),
      tone: row.dueOn < today ? ('error' as const) : ('warn' as const),
      title: t('coach.today.followUp', { ...paramsOf(row), kind: t(`enum.followUpKind.${row.kind}`) }),
      text: t('coach.today.followUpText', { ...paramsOf(row), day: day(row.dueOn) }),
      action: { href: `/coach/vervolg/${row.id}`, label: t('coach.today.followUpAction') },
    })),
    ...more(todo.followUps.more, '/coach/plaatsingen'),
    ...taskItems(todo.tasks.rows, today, words),
    ...more(todo.tasks.more, '/coach/plaatsingen'),
    ...todo.accepted.rows.map((row) =>
      row.positionState === 'awaiting-decision'
        ? {
            when: t('coach.today.when.wait'),
            tone: 'warn' as const,
            title: t('coach.today.decision', paramsOf(row)),
            text: t('coach.today.decisionText', paramsOf(row)),
            action: { href: proposal(row.id), label: t('coach.today.talkAction') },
          }
        : {
            when: t('coach.today.when.start'),
            tone: 'ok' as const,
            title: t('coach.today.start', paramsOf(row)),
            text: t('coach.today.startText', paramsOf(row)),
            action: { href: `${proposal(row.id)}/start`, label: t('coach.today.startAction') },
          },
    ),
    ...more(todo.accepted.more, '/coach/voorstellen?status=accepted'),
    ...todo.silent.rows.map((row) => ({
      when: t('coach.today.when.late'),
      tone: 'error' as const,
      title: t('coach.today.silent', paramsOf(row)),
      text: t('coach.today.silentText', {
        ...paramsOf(row),
        days: t('coach.days', { count: daysSince(row.since, today) }),
      }),
      action: { href: proposal(row.id), label: t('coach.today.silentAction') },
    })),
    ...more(todo.silent.more, '/coach/voorstellen?status=consented&volgorde=due'),
    ...todo.unanswered.rows.map((row) => ({
      when: t('coach.today.when.late'),
      tone: 'warn' as const,
      title: t('coach.today.noAnswer', paramsOf(row)),
      text: t('coach.today.noAnswerText', { ...paramsOf(row), day: shortDay(row.answerDueOn ?? today) }),
      action: { href: proposal(row.id), label: t('coach.today.silentAction') },
    })),
    ...more(todo.unanswered.more, '/coach/voorstellen?status=shortlisted&volgorde=due'),
  ]
  if (todo.newProposals > 0)
    items.push({
      when: t('coach.today.when.new'),
      tone: 'info',
      title: t('coach.today.proposals', { count: todo.newProposals }),
      text: t('coach.today.proposalsText'),
      action: { href: '/coach/voorstellen', label: t('coach.today.proposalsAction') },
    })
  if (todo.intakes > 0)
    items.push({
      when: t('coach.today.when.wait'),
      title: t('coach.today.intake', { count: todo.intakes }),
      text: t('coach.today.intakeText'),
      action: { href: '/coach/deelnemers?stand=in-intake', label: t('coach.today.intakeAction') },
    })
  if (items.length === 0)
    return (
      <EmptyState
        inline
        heading="h3"
        pictogram="journey"
        title={t('coach.today.empty')}
        text={t('coach.today.emptyText')}
      />
    )
  return <TodoList items={items} />
}
