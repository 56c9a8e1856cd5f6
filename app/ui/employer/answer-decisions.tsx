import { TextLink } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { DecisionOutcome } from '#db/values/safeguards.ts'

/** Where a rejection stands: nothing was written since, another officer decides, the place was changed since, or the objection was decided. */
export type ObjectionView = 'possible' | 'waits' | 'changed' | 'decided' | null

/** What the municipality decided about an answer, the last one first, what two people let pass, and what the employer can do now. */
export function AnswerDecisions(props: {
  decisions: readonly { outcome: DecisionOutcome; motivation: string; validUntil: string | null; decidedOn: string }[]
  override: { until: string; motivation: string; changed: readonly string[] } | null
  refused: { motivation: string | null } | null
  objection: ObjectionView
  positionId: string
}) {
  const { t, day } = useWords()
  const { decisions, override, refused, objection } = props
  return (
    <>
      {decisions.map((one, at) => (
        <Note
          key={at}
          tone={one.outcome === 'approved' ? 'ok' : 'warn'}
          title={t('record.page.decided', {
            outcome: t(`record.decided.${one.outcome}`).toLowerCase(),
            day: day(one.decidedOn),
          })}
        >
          {one.motivation && <p dir="auto">{t('record.page.why', { text: one.motivation })}</p>}
          {one.validUntil && <p>{t('record.page.until', { day: day(one.validUntil) })}</p>}
        </Note>
      ))}
      {objection && (
        <Note tone="sand" title={t(`record.page.objection.${objection}`)}>
          <p>{t(`record.page.objection.${objection}Text`)}</p>
          {(objection === 'changed' || objection === 'decided') && (
            <p>
              <TextLink href={`/werkgever/plekken/${props.positionId}/bewerken`}>
                {t('record.page.objection.edit')}
              </TextLink>
            </p>
          )}
          {objection === 'possible' && (
            <p>
              <a href="#berichten">{t('record.page.write')}</a>
            </p>
          )}
        </Note>
      )}
      {override && (
        <Note tone={override.changed.length > 0 ? 'warn' : 'ok'}>
          <p>{t('record.page.override', { day: day(override.until), text: override.motivation })}</p>
          {override.changed.length > 0 && (
            <p>
              {t('record.page.outgrown', {
                list: override.changed.map((name) => codedWord(t, 'cases.judged', name) ?? name).join(', '),
              })}
            </p>
          )}
        </Note>
      )}
      {refused && <Note tone="warn">{t('record.page.refused', { text: refused.motivation ?? '' })}</Note>}
    </>
  )
}
