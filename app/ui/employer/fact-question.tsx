import type { ReactNode } from 'react'
import { Check, RadioList } from '#app/ui/form/choices.tsx'
import { type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { DateInput, NumberInput, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { FactQuestion } from '#db/values/safeguards.ts'

type Part =
  | 'announced'
  | 'quarter'
  | 'paid'
  | 'unpaid'
  | 'code'
  | 'scale'
  | 'scaleEuros'
  | 'recognised'
  | 'crebo'
  | 'checkedOn'
  | 'given'
  | 'until'
  | 'registered'
  | 'admission'
  | 'paysAsHost'

/** The fields that answer one question, in plain words with why it is asked. */
export function FactQuestionFields(props: {
  question: FactQuestion
  why: ReactNode
  typed: Typed
  errors: Record<string, string>
}) {
  const { t } = useWords()
  const { question, typed, errors } = props
  const label = t(`record.asked.${question}`)
  const yesNo = [
    { value: 'yes', label: t('common.yes') },
    { value: 'no', label: t('common.no') },
  ]
  const at = (name: string) => ({ name, error: errors[name], defaultValue: textOf(typed, name) })
  const part = (name: Part, field: string = name) => ({
    ...at(`${question}.${field}`),
    label: t(`record.field.${name}`),
  })
  const whole = { ...at(question), label, hint: props.why }
  switch (question) {
    case 'ended-contracts':
    case 'industrial-action':
    case 'dismissal-requests':
    case 'staff-informed':
    case 'liability-insured':
    case 'accident-insured':
      return <RadioList {...whole} options={yesNo} />
    case 'works-council':
      return (
        <RadioList
          {...whole}
          options={(['advised', 'not-applicable', 'not-asked'] as const).map((value) => ({
            value,
            label: t(`record.council.${value}`),
          }))}
        />
      )
    case 'open-vacancies':
    case 'employees':
      return <NumberInput {...whole} />
    case 'paid-hours':
      return <NumberInput {...whole} decimal />
    case 'collective-dismissal':
      return (
        <Group {...whole}>
          <RadioList name={question} label={label} defaultValue={textOf(typed, question)} options={yesNo} />
          <DateInput {...part('announced')} />
        </Group>
      )
    case 'quarter-hours':
      return (
        <Group {...whole}>
          <TextInput {...part('quarter')} width="s" />
          <NumberInput {...part('paid')} decimal />
          <NumberInput {...part('unpaid')} decimal />
        </Group>
      )
    case 'cao':
      return (
        <Group {...whole}>
          <TextInput {...part('code')} hint={t('record.field.codeHint')} />
          <TextInput {...part('scale')} />
          <NumberInput {...part('scaleEuros', 'scaleCents')} decimal />
          <Check
            name="cao.none"
            value="yes"
            label={t('record.field.noCao')}
            defaultChecked={textOf(typed, 'cao.none') === 'yes'}
          />
        </Group>
      )
    case 'recognition':
      return (
        <Group {...whole}>
          <RadioList {...part('recognised')} options={yesNo} />
          <TextInput {...part('crebo')} width="s" inputMode="numeric" />
          <DateInput {...part('checkedOn')} />
        </Group>
      )
    case 'volunteer-declaration':
      return (
        <Group {...whole}>
          <RadioList {...part('given')} options={yesNo} />
          <DateInput {...part('until')} />
        </Group>
      )
    case 'lender':
      return (
        <Group {...whole}>
          <RadioList {...part('registered')} options={yesNo} />
          <RadioList
            {...part('admission')}
            options={(['admitted', 'in-transition', 'none'] as const).map((value) => ({
              value,
              label: t(`record.admission.${value}`),
            }))}
          />
          <RadioList {...part('paysAsHost')} options={yesNo} />
        </Group>
      )
  }
}

/** Several fields that answer one question together. */
function Group(props: { name: string; label: string; hint: ReactNode; children: ReactNode }) {
  return (
    <section className="in-stack in-gap-3" aria-labelledby={`vraag-${props.name}`}>
      <div>
        <h3 id={`vraag-${props.name}`}>{props.label}</h3>
        <p className="in-small in-grey">{props.hint}</p>
      </div>
      {props.children}
    </section>
  )
}
