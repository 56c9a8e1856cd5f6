import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { signalSentence } from '#app/ui/words/signal-sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { MonitorPreviewShown } from './profile-view.ts'

type Row = NonNullable<MonitorPreviewShown>['changed'][number]

/** What other numbers of the monitors would change for the signals of today: which would come, go, or weigh otherwise. */
export function MonitorPreview({ preview }: { preview: NonNullable<MonitorPreviewShown> }) {
  const { t } = useWords()
  const { workplaces, changed } = preview
  const kept = t('profile.signals.kept')
  if (changed.length === 0)
    return (
      <Block title={t('profile.signals.title')} id="signalen-verschil">
        <Note tone="ok" announce>
          {t('profile.signals.nothing', { count: workplaces })} {kept}
        </Note>
      </Block>
    )
  return (
    <Block title={t('profile.signals.title')} id="signalen-verschil">
      <Note tone="warn" announce title={t('profile.signals.lead', { count: changed.length })}>
        {kept}
      </Note>
      <Card>
        <DataTable
          caption={t('profile.signals.title')}
          captionHidden
          roomy
          rows={changed}
          keyOf={(row) => [row.level, row.name, row.monitor, row.about ?? ''].join(' ')}
          columns={[
            {
              head: t('profile.signals.about'),
              cell: (row) => (
                <>
                  <bdi>{row.name}</bdi>
                  <span className="in-src">
                    {t(`signals.subject.${row.level}`)}. {row.monitor} {row.title}
                  </span>
                </>
              ),
            },
            { head: t('profile.signals.now'), cell: (row) => <Said one={row.before} other={null} /> },
            { head: t('profile.signals.next'), cell: (row) => <Said one={row.after} other={row.before} /> },
          ]}
        />
      </Card>
    </Block>
  )
}

/** What a signal says, or that there is none; what stands in the other column in the same words is not said twice. */
function Said({ one, other }: { one: Row['after']; other: Row['after'] }) {
  const words = useWords()
  const { t } = words
  if (one === null || one.outcome === 'too-little-data') return <Badge tone="ok">{t('profile.signals.none')}</Badge>
  const sentence = signalSentence(one, words)
  return (
    <>
      <Badge tone={one.outcome === 'block' ? 'error' : 'warn'}>{t(`profile.signals.${one.outcome}`)}</Badge>
      {(other === null || signalSentence(other, words) !== sentence) && <span className="in-src">{sentence}</span>}
    </>
  )
}
