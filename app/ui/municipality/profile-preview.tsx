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
export function ProfilePreview({ preview, titles }: { preview: PreviewShown; titles: Record<string, string> }) {
  const words = useWords()
  const { t } = words
  const { asked, changed, tally, atStart } = preview
  const unseen = atStart.length > 0 && (
    <>
      <p>{t('profile.preview.atStart')}</p>
      <ul className="in-bullets">
        {atStart.map((name) => (
          <li key={name}>{titles[`numbers.${name}`]}</li>
        ))}
      </ul>
    </>
  )
  const outcome = (one: string | undefined) => t(`enum.outcome.${(one ?? 'ok') as Outcome}`)
  if (changed.length === 0)
    return (
      <Block title={t('profile.preview.title')} id="verschil">
        <Note tone={unseen ? 'warn' : 'ok'} announce>
          <p>
            {t(unseen ? 'profile.preview.nothingHere' : 'profile.preview.nothing', { asked })}{' '}
            {t('profile.preview.kept')}
          </p>
          {unseen}
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
        {unseen}
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
                  {row.before !== row.after && `${outcome(row.before)} → `}
                  <Badge tone={row.after === 'block' ? 'error' : row.after === 'ok' ? 'ok' : 'warn'}>
                    {outcome(row.after)}
                  </Badge>
                  {row.before === row.after && <span className="in-src">{t('profile.preview.same')}</span>}
                </>
              ),
            },
            {
              head: t('profile.preview.changes'),
              cell: (row) => (
                <ul>
                  {(['appears', 'disappears'] as const).flatMap((way) =>
                    row[way].map((one, index) => (
                      <li key={`${way} ${index}`}>
                        {t(`profile.preview.${way}`)}: {foundBy(one, words)}
                      </li>
                    )),
                  )}
                </ul>
              ),
            },
          ]}
        />
      </Card>
    </Block>
  )
}
