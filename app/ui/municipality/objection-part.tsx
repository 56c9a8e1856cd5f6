import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { CaseShown } from './case-view.ts'
import { DecisionForm } from './decision-form.tsx'

/** The employer wrote after a rejection: the form for another officer, or why this officer has none. Nothing where no objection waits. */
export function ObjectionPart(props: {
  view: CaseShown
  formKey: string
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { view, formKey, ...sent } = props
  const { objection } = view
  if (objection === null) return null
  return (
    <Block title={t('cases.objection.title')} id="bezwaar">
      <Note tone="warn" icon="people" title={t(`cases.objection.${objection.turn}`)}>
        <p>{t(`cases.objection.${objection.turn}Text`)}</p>
      </Note>
      {!objection.isUnchanged && <Note>{t('cases.objection.changed')}</Note>}
      {objection.turn === 'you' && (
        <DecisionForm
          about="objection"
          intent="decide-objection"
          idempotencyKey={formKey}
          hidden={{ verdictId: view.id }}
          today={view.today}
          {...sent}
        />
      )}
    </Block>
  )
}
