import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { type Codes, sentencesFor, type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { DateInput, TextInput } from '#app/ui/form/inputs.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { EVIDENCE_KINDS, type FactQuestion } from '#db/values/safeguards.ts'
import { FactQuestionFields } from './fact-question.tsx'

export type AskedView = {
  question: FactQuestion
  perRole: boolean
  rules: readonly { id: string; title: string }[]
  /** Of hours per quarter: the quarter that is asked. */
  quarter?: string | null
}

/** Why a question is asked: the rules that read it, each with the way to its explanation. In a page of its own: what was typed stays. */
export function WhyAsked({ rules }: { rules: AskedView['rules'] }) {
  const { t } = useWords()
  if (rules.length === 0) return t('record.ask.whySignals')
  return (
    <>
      {t('record.ask.why')}
      {rules.map((rule, index) => (
        <span key={rule.id}>
          {index > 0 && ', '}
          <a href={`/nl/regels#${rule.id}`} target="_blank" rel="noopener">
            {rule.title}
          </a>
        </span>
      ))}
    </>
  )
}

/** The questions that a type of position needs answered of an establishment, and once what the answers rest on. */
export function FactsForm(props: {
  establishmentId: string
  occupationUri: string | null
  role: string | null
  asked: readonly AskedView[]
  today: string
  action: string
  idempotencyKey: string
  typed: Typed
  errors: Codes
}) {
  const { t } = useWords()
  const { typed } = props
  const labels: Record<string, string> = {
    'evidence.kind': t('record.ask.kind'),
    'evidence.by': t('record.ask.by'),
    'evidence.ref': t('record.ask.ref'),
    'evidence.on': t('record.ask.on'),
    ...Object.fromEntries(props.asked.map(({ question }) => [question, t(`record.asked.${question}`)])),
  }
  const labelOf = (name: string) => {
    if (labels[name] !== undefined) return labels[name]
    const [, part = ''] = name.split('.')
    return codedWord(t, 'record.field', part === 'scaleCents' ? 'scaleEuros' : part) ?? ''
  }
  const { '': nothing, ...coded } = props.errors
  const errors = sentencesFor(coded, labelOf, t)
  const all = nothing ? { '': t('record.ask.nothing'), ...errors } : errors
  return (
    <>
      <ErrorSummary title={t('common.errors', { count: Object.keys(all).length })} errors={all} />
      <PostForm idempotencyKey={props.idempotencyKey} action={props.action} card>
        <input type="hidden" name="establishmentId" value={props.establishmentId} />
        {props.occupationUri && <input type="hidden" name="occupationUri" value={props.occupationUri} />}
        {props.asked.map(({ question, perRole, rules, quarter }) => (
          <FactQuestionFields
            key={question}
            question={question}
            typed={quarter ? { 'quarter-hours.quarter': quarter, ...typed } : typed}
            errors={errors}
            why={
              <>
                {perRole && props.role && <>{t('record.ask.perRole', { role: props.role })} </>}
                <WhyAsked rules={rules} />
              </>
            }
          />
        ))}
        <section className="in-stack" aria-labelledby="bewijs">
          <h3 id="bewijs">{t('record.ask.evidence')}</h3>
          <RadioList
            name="evidence.kind"
            label={t('record.ask.kind')}
            required
            error={errors['evidence.kind']}
            defaultValue={textOf(typed, 'evidence.kind') ?? 'declaration'}
            options={EVIDENCE_KINDS.map((kind) => ({ value: kind, label: t(`record.evidenceKind.${kind}`) }))}
          />
          <TextInput
            name="evidence.by"
            label={t('record.ask.by')}
            hint={t('record.ask.byHint')}
            required
            maxLength={80}
            error={errors['evidence.by']}
            defaultValue={textOf(typed, 'evidence.by')}
          />
          <TextInput
            name="evidence.ref"
            label={t('record.ask.ref')}
            hint={t('record.ask.refHint')}
            optional={t('common.optional')}
            maxLength={120}
            error={errors['evidence.ref']}
            defaultValue={textOf(typed, 'evidence.ref')}
          />
          <DateInput
            name="evidence.on"
            label={t('record.ask.on')}
            required
            max={props.today}
            error={errors['evidence.on']}
            defaultValue={textOf(typed, 'evidence.on') ?? props.today}
          />
        </section>
        <div>
          <Button>{t('record.ask.send')}</Button>
        </div>
      </PostForm>
    </>
  )
}
