import { EndFactForm } from '#app/ui/employer/end-fact-form.tsx'
import { FactForm } from '#app/ui/employer/fact-form.tsx'
import type { Typed } from '#app/ui/form/form-errors.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { CaseShown } from './case-view.ts'

const NO_TERMS = { options: [], q: '', found: 0 }

/** What an officer knows of the workplace of a case: something that is so, a look that found nothing, or that something is over. */
export function CaseFactForms(props: {
  view: CaseShown
  formKey: string
  sent: { intent: string; values: Record<string, unknown>; errors: Record<string, string[]> } | undefined
  end: { errors: Record<string, string[]>; typed: (name: string) => string | undefined }
}) {
  const { t } = useWords()
  const { view, sent, end } = props
  const { establishment, kinds, roles } = view.record
  const recorded = sent?.intent === 'record-fact' ? sent : undefined
  return (
    <details open={recorded !== undefined || Object.keys(end.errors).length > 0}>
      <summary>{t('cases.page.facts')}</summary>
      <div className="in-stack in-gap-6">
        <EndFactForm
          idempotencyKey={props.formKey}
          open={view.history.filter((one) => one.mayEnd)}
          today={view.today}
          errors={Object.fromEntries(Object.entries(end.errors).map(([name, found]) => [name, found[0]]))}
          typed={end.typed}
        />
        <FactForm
          idempotencyKey={props.formKey}
          places={[establishment]}
          kinds={kinds}
          values={(recorded?.values ?? {}) as Typed}
          errors={recorded?.errors ?? {}}
          terms={NO_TERMS}
          roles={roles}
        />
      </div>
    </details>
  )
}
