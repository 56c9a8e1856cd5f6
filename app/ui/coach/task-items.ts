import type { ComponentProps } from 'react'
import type { TodoList } from '#app/ui/pictures/lists.tsx'
import type { Words } from '#app/ui/words/words.tsx'
import type { ParticipationReview } from '#db/values/placements.ts'

export type TaskRow = { placementId: string; newcomerName: string } & (
  | { task: 'permit'; dueOn: string }
  | { task: 'review'; dueOn: string; kind: ParticipationReview }
  | { task: 'results'; dueOn: string }
)

/** Tasks about placements as lines of a list of things to do. */
export const taskItems = (
  rows: readonly TaskRow[],
  today: string,
  { t, day }: Words,
): ComponentProps<typeof TodoList>['items'] =>
  rows.map((row) => {
    const name = row.newcomerName
    const at = day(row.dueOn)
    const isLate = row.dueOn < today && row.task !== 'results'
    return {
      when: t(isLate ? 'coach.today.when.late' : 'coach.today.when.wait'),
      tone: isLate ? ('error' as const) : ('warn' as const),
      ...(row.task === 'permit'
        ? {
            title: t('coach.placement.task.permit', { name }),
            text: t(isLate ? 'coach.placement.task.permitOver' : 'coach.placement.task.permitText', { day: at }),
          }
        : row.task === 'review'
          ? {
              title: t('coach.placement.task.review', { name, kind: t(`coach.placement.reviews.kind.${row.kind}`) }),
              text: t('coach.placement.task.reviewText', { day: at }),
            }
          : {
              title: t('coach.placement.task.results', { name }),
              text: t('coach.placement.task.resultsText', { day: at }),
            }),
      action: { href: `/coach/plaatsingen/${row.placementId}`, label: t('coach.placement.task.action') },
    }
  })
