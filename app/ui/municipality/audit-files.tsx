import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { AuditFileShown } from './audit-view.ts'

/** Where a file stands: whose turn it is. */
export const fileStanding = (one: AuditFileShown, today: string, { t, day }: Words): string =>
  one.state === 'asked' && one.answerDueOn !== null
    ? one.answerDueOn < today
      ? t('audits.state.late')
      : t('audits.state.asked', { day: day(one.answerDueOn) })
    : t(`audits.state.${one.state}`, { day: '' })

/** The officer must do something now. */
const isOurs = (one: AuditFileShown, today: string): boolean =>
  one.state === 'drawn' ||
  one.state === 'answered' ||
  (one.state === 'asked' && (one.finding === 'in-order' || (one.answerDueOn ?? today) < today))

/** The files by year; the draw of this year as long as there is none. */
export function AuditYears(props: {
  formKey: string
  draws: { year: number; seed: string; policyVersion: string }[]
  files: AuditFileShown[]
  today: string
  year: number
}) {
  const words = useWords()
  const { t } = words
  const { draws, files, today, year } = props
  return (
    <>
      {!draws.some((one) => one.year === year) && (
        <EmptyState
          pictogram="certificate"
          title={t('audits.empty')}
          text={t('audits.emptyText')}
          action={
            <PostForm idempotencyKey={props.formKey}>
              <input type="hidden" name="year" value={year} />
              <Button>{t('audits.draw', { year: String(year) })}</Button>
            </PostForm>
          }
        />
      )}
      {draws.map(({ year: one, seed, policyVersion }) => {
        const rows = files.filter((file) => file.year === one)
        const title = t('audits.year', { year: String(one) })
        return (
          <Block title={title} key={one}>
            <Card>
              <DataTable
                caption={title}
                captionHidden
                roomy
                rows={rows}
                empty={<p className="in-grey">{t('audits.drawnNone')}</p>}
                keyOf={(row) => row.id}
                columns={[
                  {
                    head: t('audits.file'),
                    cell: (row) => (
                      <>
                        <a href={`/toets/steekproef/${row.id}`}>{row.title}</a>
                        <span className="in-src">
                          {t(`enum.positionType.${row.type}`)}, {row.code}
                        </span>
                      </>
                    ),
                  },
                  { head: t('audits.employer'), cell: (row) => <bdi>{row.employerName}</bdi> },
                  {
                    head: t('audits.standing'),
                    cell: (row) => (
                      <Badge tone={row.state === 'closed' ? 'ok' : isOurs(row, today) ? 'warn' : 'info'}>
                        {fileStanding(row, today, words)}
                      </Badge>
                    ),
                  },
                  {
                    head: t('audits.finding'),
                    cell: (row) => row.finding && t(`audits.findings.${row.finding}`),
                  },
                  {
                    head: t('audits.consequence'),
                    cell: (row) => row.consequence && t(`audits.consequences.${row.consequence}`),
                  },
                ]}
              />
            </Card>
            <p className="in-small in-grey">{t('audits.seed', { seed, version: policyVersion })}</p>
          </Block>
        )
      })}
    </>
  )
}
