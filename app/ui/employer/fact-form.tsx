import { Button } from '#app/ui/button.tsx'
import { Check, RadioList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { sentencesFor, type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { DateInput, Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONTRACT_END_REASONS, type StaffingFactKind } from '#db/values/positions.ts'
import { fieldsOf } from './fields.ts'
import type { TermList } from './form-data.ts'
import { TermChoice } from './term-choice.tsx'

type FieldName =
  | 'establishmentId'
  | 'kind'
  | 'found'
  | 'reason'
  | 'happenedOn'
  | 'endedOn'
  | 'offered'
  | 'occupationUri'
const WITH_HINT = ['reason', 'happenedOn', 'endedOn', 'offered'] as const

/** Reports what the safeguards weigh: something that is so, or that somebody looked and found nothing. */
export function FactForm(props: {
  idempotencyKey: string
  places: readonly { id: string; name: string; place: string }[]
  /** What an employer can report; concerns come from conversations only. */
  kinds: readonly StaffingFactKind[]
  values: Typed
  errors: Record<string, string[]>
  terms: TermList
  /** An officer at a case: the roles that can be meant, instead of a search. */
  roles?: readonly { uri: string; label: string }[]
}) {
  const words = useWords()
  const { t } = words
  const { values, places, roles } = props
  const labelOf = (name: string) => t(`employer.company.field.${name as FieldName}`)
  const errors = sentencesFor(props.errors, (name) => (name ? labelOf(name).replace(/\?$/, '') : ''), t)
  const of = (name: FieldName) => {
    const hinted = WITH_HINT.find((one) => one === name)
    return {
      name,
      label: labelOf(name),
      error: errors[name],
      hint: hinted && t(`employer.company.hint.${hinted}`),
      defaultValue: textOf(values, name),
    }
  }
  const [only] = places.length === 1 ? places : []
  return (
    <section className="in-block" aria-labelledby="meld">
      <h2 id="meld">{t(roles ? 'cases.page.recordFact' : 'employer.company.record')}</h2>
      <p className="in-grey">{t(roles ? 'cases.page.recordFactLead' : 'employer.company.recordLead')}</p>
      {!roles && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
      <PostForm idempotencyKey={props.idempotencyKey} card>
        {roles ? (
          <input type="hidden" name="establishmentId" value={only?.id} />
        ) : (
          <>
            {/* Enter in a field presses the first button of a form: this one keeps nothing. */}
            <button type="submit" name="intent" value="search" className="in-hidden" tabIndex={-1} aria-hidden="true">
              {t('employer.form.enter')}
            </button>
            <Select
              {...of('establishmentId')}
              required
              defaultValue={of('establishmentId').defaultValue ?? only?.id}
              {...(only ? {} : { empty: t('employer.form.choose') })}
              options={places.map(({ id, name, place }) => ({ value: id, label: `${name}, ${place}` }))}
            />
          </>
        )}
        <RadioList
          {...of('kind')}
          required
          options={props.kinds.map((kind) => ({ value: kind, label: t(`employer.company.kind.${kind}`) }))}
        />
        <RadioList
          {...of('found')}
          required
          defaultValue={of('found').defaultValue ?? 'yes'}
          options={[
            { value: 'yes', label: t('employer.company.foundYes') },
            { value: 'no', label: t('employer.company.foundNo') },
          ]}
        />
        <DateInput {...of('happenedOn')} required />
        <DateInput {...of('endedOn')} optional={t('common.optional')} />
        {roles ? (
          <RadioList
            {...of('occupationUri')}
            defaultValue={of('occupationUri').defaultValue ?? ''}
            options={[
              ...roles.map(({ uri, label }) => ({ value: uri, label })),
              { value: '', label: t('employer.company.everyRole') },
            ]}
          />
        ) : (
          <TermChoice
            fields={fieldsOf(values, errors, words)}
            search="occupationSearch"
            name="occupationUri"
            terms={props.terms}
            none={t('employer.company.everyRole')}
          />
        )}
        <Select
          {...of('reason')}
          empty={t('employer.form.noAnswer')}
          options={CONTRACT_END_REASONS.map((reason) => ({
            value: reason,
            label: t(`safeguard.contractEnd.${reason}`),
          }))}
        />
        <Check {...of('offered')} value="yes" defaultChecked={textOf(values, 'offered') === 'yes'} />
        <div>
          <Button name="intent" value={roles ? 'record-fact' : 'save'}>
            {t('employer.company.send')}
          </Button>
        </div>
      </PostForm>
    </section>
  )
}
