import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { foundBy } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Outcome } from '#db/values/safeguards.ts'
import type { PreviewShown } from './profile-view.ts'

/** What other numbers would change for the positions of today, each with the reasons that come and go. */
export function ProfilePreview({ preview }: { preview: PreviewShown }) {
  const words = useWords()
  const { t } = words
  const { asked, changed, tally } = preview
  const outcome = (one: string | undefined) => t(`enum.outcome.${(one ?? 'ok') as Outcome}`)
  if (changed.length === 0)
    return (
      <Block title={t('profile.preview.title')} id="verschil">
        <Note tone="ok" announce>
          {t('profile.preview.nothing', { asked })} {t('profile.preview.kept')}
        </Note>
      </Block>
    )
  return (
    <Block title={t('profile.preview.title')} id="verschil">
      <Note tone="warn" announce title={t('profile.preview.lead', { count: changed.length, asked })}>
        <ul className="in-bullets">
          {Object.entries(tally).map(([step, count]) => {
            const [before, after] = step.split(' ')
            return (
              <li key={step}>
                {before === after
                  ? `${t('profile.preview.same')}: ${count}`
                  : t('profile.preview.step', { before: outcome(before), after: outcome(after), count })}
              </li>
            )
          })}
        </ul>
        <p>{t('profile.preview.kept')}</p>
      </Note>
      <Card>
        <DataTable
          caption={t('profile.preview.title')}
          captionHidden
          roomy
          rows={changed}
          keyOf={(row) => row.positionId}
          columns={[
            {
              head: t('profile.preview.position'),
              cell: (row) => (
                <>
                  <a href={`/toets/${row.positionId}`}>{row.title}</a>
                  <span className="in-src">
                    <bdi>{row.employerName}</bdi>, {row.code}
                  </span>
                </>
              ),
            },
            {
              head: t('profile.preview.answer'),
              cell: (row) => (
                <>
                  {outcome(row.before)} →{' '}
                  <Badge tone={row.after === 'block' ? 'error' : row.after === 'ok' ? 'ok' : 'warn'}>
                    {outcome(row.after)}
                  </Badge>
                </>
              ),
            },
            {
              head: t('profile.preview.appears'),
              cell: (row) => (
                <ul>
                  {row.appears.map((one, index) => (
                    <li key={index}>{foundBy(one, words)}</li>
                  ))}
                </ul>
              ),
            },
            {
              head: t('profile.preview.disappears'),
              cell: (row) => (
                <ul>
                  {row.disappears.map((one, index) => (
                    <li key={index}>{foundBy(one, words)}</li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      </Card>
    </Block>
  )
}
