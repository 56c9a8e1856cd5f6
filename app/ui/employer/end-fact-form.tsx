import { Button } from '#app/ui/button.tsx'
import { Check } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { StaffingFactKind } from '#db/values/positions.ts'

/** What goes on and may be ended by the reader; `place` where there are several. */
export type OpenFact = {
  id: string
  kind: StaffingFactKind
  role: string | null
  happenedOn: string
  place?: string | undefined
}

/** Says that a vacancy or a strike is over; nothing where nothing goes on. */
export function EndFactForm(props: {
  idempotencyKey: string
  open: readonly OpenFact[]
  today: string
  errors: Record<string, string | undefined>
  typed: (name: string) => string | undefined
}) {
  const { t, day } = useWords()
  const { open, errors, typed } = props
  if (open.length === 0) return null
  const [only] = open.length === 1 ? open : []
  return (
    <section className="in-block" aria-labelledby="voorbij">
      <h2 id="voorbij">{t('employer.company.end')}</h2>
      <p className="in-grey">{t('employer.company.endLead')}</p>
      <PostForm idempotencyKey={props.idempotencyKey} card>
        <input type="hidden" name="intent" value="end-fact" />
        <Select
          name="factId"
          label={t('employer.company.field.factId')}
          required
          error={errors['factId']}
          defaultValue={typed('factId') ?? only?.id}
          {...(only ? {} : { empty: t('employer.form.choose') })}
          options={open.map((one) => ({
            value: one.id,
            label: [
              t(`employer.company.kind.${one.kind}`),
              one.role ?? t('employer.company.everyRole'),
              t('employer.company.since', { day: day(one.happenedOn) }),
              one.place,
            ]
              .filter(Boolean)
              .join(', '),
          }))}
        />
        <DateInput
          name="lastDay"
          label={t('employer.company.field.lastDay')}
          required
          max={props.today}
          error={errors['lastDay']}
          defaultValue={typed('lastDay')}
        />
        {open.some(({ kind }) => kind === 'vacancy-open') && (
          <Check
            name="withdrawn"
            label={t('employer.company.field.withdrawn')}
            hint={t('employer.company.hint.withdrawn')}
            value="yes"
            defaultChecked={typed('withdrawn') === 'yes'}
          />
        )}
        <div>
          <Button>{t('employer.company.endSend')}</Button>
        </div>
      </PostForm>
    </section>
  )
}
