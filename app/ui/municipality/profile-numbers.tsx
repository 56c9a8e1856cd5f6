import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { withUnit } from './case-rules.tsx'
import type { NumberShown } from './profile-view.ts'

/** Every number with its unit, what it stands on, and where this municipality chose another. */
export function NumberTable({
  numbers,
  ample,
  caption,
  head,
}: {
  numbers: NumberShown[]
  ample?: 'human' | 'block' | undefined
  /** Where a page has two of these. */
  caption?: string | undefined
  /** What the first column is called. */
  head?: string | undefined
}) {
  const words = useWords()
  const { t } = words
  return (
    <Card gap={3}>
      <DataTable
        caption={caption ?? t('profile.numbers')}
        captionHidden
        roomy
        rows={numbers}
        keyOf={(row) => row.name}
        columns={[
          {
            head: head ?? t('profile.number'),
            cell: (row) => (
              <>
                {row.title}
                <span className="in-src">{row.rules.map(({ id, title }) => `${id} ${title}`).join(', ')}</span>
              </>
            ),
          },
          {
            head: t('profile.value'),
            cell: (row) => (
              <>
                <b>{withUnit(row.value, row.unit, words)}</b>
                {row.value !== row.base && (
                  <span className="in-src">
                    <Badge tone="info" icon="pen">
                      {t('profile.own')}
                    </Badge>{' '}
                    {t('profile.one.instead', { value: withUnit(row.base, row.unit, words) })}
                  </span>
                )}
              </>
            ),
          },
          {
            head: t('profile.whoSets'),
            cell: (row) => (
              <>
                {row.setBy !== 'municipality' && t(`profile.setBy.${row.setBy}`)}
                <span className="in-src">{row.ground}</span>
              </>
            ),
          },
        ]}
      />
      {ample && (
        <p className="in-small">
          {t('profile.ample')}: <b>{t(`profile.ampleChoice.${ample}`)}</b>
        </p>
      )}
    </Card>
  )
}
