import { CheckList } from '#app/ui/form/choices.tsx'
import { DateInput, NumberInput, Select, TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { SUPPORTS, type Support } from '#db/values/positions.ts'
import type { Fields } from './fields.ts'
import { FormPart } from './form-part.tsx'

/** Help that costs money stands with the pay. */
const PAY_SUPPORTS: readonly Support[] = ['travel-costs', 'work-clothes']

/** The ages that the youth wage knows (WML); 21 and older have the whole. */
const YOUTH_AGES = [15, 16, 17, 18, 19, 20]

function Supports({ fields, name, of }: { fields: Fields; name: string; of: readonly Support[] }) {
  const { t } = useWords()
  return (
    <CheckList
      {...fields.of(name)}
      optional={t('common.optional')}
      options={of.map((support) => ({ value: support, label: t(`enum.support.${support}`) }))}
      defaultValue={fields.list(name)}
    />
  )
}

/** Wage, collective agreement, and what else is paid. */
export function PayPart({ fields }: { fields: Fields }) {
  const { t } = useWords()
  return (
    <FormPart name="pay">
      <NumberInput {...fields.of('hourlyWage')} unit={t('employer.form.euroUnit')} decimal />
      <Select
        {...fields.of('declaration.wageForAge')}
        empty={t('employer.form.noYouthWage')}
        options={YOUTH_AGES.map((age) => ({ value: String(age), label: t('employer.form.youthWage', { age }) }))}
      />
      <div className="in-emp-pair">
        <div className="in-emp-wide">
          <TextInput {...fields.of('declaration.cao.code')} optional={t('common.optional')} maxLength={40} />
        </div>
        <TextInput {...fields.of('declaration.cao.scale')} optional={t('common.optional')} width="s" maxLength={20} />
        <NumberInput
          {...fields.of('declaration.cao.scaleEuros')}
          optional={t('common.optional')}
          unit={t('employer.form.euroUnit')}
          decimal
        />
      </div>
      <Supports fields={fields} name="paySupports" of={PAY_SUPPORTS} />
    </FormPart>
  )
}

/** Who helps, how long, and what else is there. */
export function GuidancePart({ fields }: { fields: Fields }) {
  const { t } = useWords()
  return (
    <FormPart name="guidance">
      <TextInput {...fields.of('supervisorName')} maxLength={80} autoComplete="off" />
      <NumberInput {...fields.of('supervisorHours')} unit={t('employer.form.hoursUnit')} decimal />
      <NumberInput {...fields.of('traineesPerSupervisor')} />
      <Supports fields={fields} name="supports" of={SUPPORTS.filter((one) => !PAY_SUPPORTS.includes(one))} />
    </FormPart>
  )
}

/** From which level to which, how, and when it is tested. */
export function PlanPart({ fields, hidden }: { fields: Fields; hidden: boolean }) {
  return (
    <FormPart name="plan" hidden={hidden}>
      <TextArea {...fields.of('learningPlan.goals')} rows={4} />
      <TextInput {...fields.of('learningPlan.startLevel')} maxLength={300} />
      <TextInput {...fields.of('learningPlan.targetLevel')} maxLength={300} />
      <TextArea {...fields.of('learningPlan.activities')} rows={3} maxLength={1000} />
      <DateInput {...fields.of('learningPlan.assessmentOn')} />
    </FormPart>
  )
}
