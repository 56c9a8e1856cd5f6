import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONTRACT_END_REASONS } from '#db/values/positions.ts'

/** The paid contract that somebody got after a placement: when it began, how long it was agreed for, and whether it ended. */
export function ContractForm(props: {
  action: string
  keyValue: string
  /** The first day of the placement: no contract after it begins before. */
  least: string
  errors: Record<string, string>
  typedIn: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { errors, typedIn } = props
  return (
    <PostForm action={props.action} idempotencyKey={props.keyValue} card>
      <DateInput
        name="startedOn"
        label={t('coach.contract.startedOn')}
        required
        min={props.least}
        error={errors['startedOn']}
        defaultValue={typedIn('startedOn')}
      />
      <DateInput
        name="endsOn"
        label={t('coach.contract.endsOn')}
        hint={t('coach.contract.endsOnHint')}
        min={props.least}
        error={errors['endsOn']}
        defaultValue={typedIn('endsOn')}
      />
      <DateInput
        name="subsidyUntil"
        label={t('coach.contract.subsidyUntil')}
        hint={t('coach.contract.subsidyUntilHint')}
        error={errors['subsidyUntil']}
        defaultValue={typedIn('subsidyUntil')}
      />
      <DateInput
        name="endedOn"
        label={t('coach.contract.endedOn')}
        hint={t('coach.contract.endedOnHint')}
        min={props.least}
        error={errors['endedOn']}
        defaultValue={typedIn('endedOn')}
      />
      <Select
        name="endReason"
        label={t('coach.contract.endReason')}
        empty={t('coach.contract.endReasonNone')}
        error={errors['endReason']}
        defaultValue={typedIn('endReason')}
        options={CONTRACT_END_REASONS.map((value) => ({ value, label: t(`safeguard.contractEnd.${value}`) }))}
      />
      <div className="in-row">
        <Button>{t('coach.contract.send')}</Button>
      </div>
    </PostForm>
  )
}
