import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { sentenceFor } from '#app/ui/form/form-errors.ts'
import { DateInput, TextArea } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** The officer's decision: yes or no with a motivation, and what was typed and wrong before. `about` says which words go with it. */
export function DecisionForm(props: {
  about: 'case' | 'starts' | 'longer' | 'objection'
  intent: 'decide' | 'decide-start' | 'decide-standing' | 'decide-objection'
  idempotencyKey: string
  /** The first day that a term may have. */
  today: string
  hidden: Record<string, string>
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { about, errors, typed } = props
  const { t } = useWords()
  const isOfPair = about === 'starts' || about === 'longer'
  return (
    <section className="in-block">
      <h2>{t('municipality.case.decide')}</h2>
      <PostForm idempotencyKey={props.idempotencyKey} card>
        <input type="hidden" name="intent" value={props.intent} />
        {Object.entries(props.hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} key={name} />
        ))}
        <RadioList
          name="outcome"
          label={t('municipality.case.question')}
          required
          error={errors['outcome']?.[0]}
          defaultValue={typed('outcome')}
          options={[
            {
              value: 'approved',
              label: t(`municipality.${about}.approve`),
              hint: t(`municipality.${about}.approveHint`),
            },
            {
              value: 'rejected',
              label: t(`municipality.${about}.reject`),
              hint: t(`municipality.${about}.rejectHint`),
            },
          ]}
        />
        <TextArea
          name="motivation"
          label={t('municipality.case.motivation')}
          hint={t(`municipality.${about}.motivationHint`)}
          required
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <DateInput
          name="validUntil"
          label={t('cases.page.validUntil')}
          hint={t(isOfPair ? 'cases.page.validUntilHintPair' : 'cases.page.validUntilHint')}
          optional={t('common.optional')}
          min={props.today}
          error={errors['validUntil']?.[0]}
          defaultValue={typed('validUntil')}
        />
        <div className="in-row">
          <Button>{t('municipality.case.send')}</Button>
        </div>
      </PostForm>
    </section>
  )
}

/** What a refused decision form says, in words, and what was typed in it. */
export function useTyped(data: { values: Record<string, unknown>; errors: Record<string, string[]> } | undefined) {
  const { t } = useWords()
  const errors = Object.fromEntries(
    Object.entries(data?.errors ?? {}).map(([field, codes]) => [
      field,
      codes.slice(0, 1).map((code) => sentenceFor(code, t)),
    ]),
  )
  const typed = (name: string) => {
    const value = data?.values[name]
    return typeof value === 'string' ? value : undefined
  }
  return { errors, typed }
}
