import { Button } from '#app/ui/button.tsx'
import { CheckList, RadioList } from '#app/ui/form/choices.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { DateInput, NumberInput, Select, TimeInput } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { SLOT_KINDS, TRAVEL_MEANS, WEEKDAYS, WORK_RIGHTS } from '#db/values/newcomers.ts'
import { type IntakePart, type IntakeRow, listIn, textIn } from './intake-state.ts'

/** The week, hours, travel, the first day, and the legal check that only coach and municipality see. */
export function IntakePractical({ state, errors }: IntakePart) {
  const { t } = useWords()
  const slots = state.rows['slots'] ?? []
  const typedIn = (name: string) => textIn(state.fields, name)
  const dateOf = (name: 'availableFrom' | 'workRightFrom' | 'workRightUntil' | 'workRightCheckedOn') => (
    <DateInput
      name={name}
      label={t(`coach.field.${name}`)}
      error={errors[name]}
      defaultValue={typedIn(name)}
      optional={t('common.optional')}
    />
  )
  return (
    <>
      <Fieldset name="slots" legend={t('coach.intake.week')} hint={t('coach.intake.weekHint')} error={errors['slots']}>
        <div className="in-coach-rows">
          {slots.slice(0, WEEKDAYS.length).map((row, at) => (
            <DayRow key={at} row={row} at={at} errors={errors} />
          ))}
        </div>
      </Fieldset>
      <Fieldset name="otherSlots" legend={t('coach.intake.weekOther')} hint={t('coach.intake.weekOtherHint')}>
        <div className="in-coach-rows">
          {slots.slice(WEEKDAYS.length).map((row, index) => (
            <OtherSlot key={index} row={row} at={index + WEEKDAYS.length} errors={errors} />
          ))}
        </div>
        <div>
          <Button variant="quiet" icon="plus" name="intent" value="row:slots">
            {t('coach.intake.addRow')}
          </Button>
        </div>
      </Fieldset>
      <Fieldset name="amount" legend={t('coach.intake.amount')} hint={t('coach.intake.amountHint')}>
        <Grid>
          <NumberInput
            name="hoursMin"
            label={t('coach.field.hoursMin')}
            error={errors['hoursMin']}
            defaultValue={typedIn('hoursMin')}
            unit={t('coach.field.hours')}
            decimal
          />
          <NumberInput
            name="hoursMax"
            label={t('coach.field.hoursMax')}
            error={errors['hoursMax']}
            defaultValue={typedIn('hoursMax')}
            unit={t('coach.field.hours')}
            decimal
          />
          <NumberInput
            name="maxTravelMinutes"
            label={t('coach.field.maxTravelMinutes')}
            error={errors['maxTravelMinutes']}
            defaultValue={typedIn('maxTravelMinutes')}
            unit={t('coach.field.minutes')}
          />
        </Grid>
      </Fieldset>
      <CheckList
        name="travelMeans"
        label={t('coach.field.travelMeans')}
        error={errors['travelMeans']}
        defaultValue={listIn(state.fields, 'travelMeans')}
        options={TRAVEL_MEANS.map((one) => ({ value: one, label: t(`enum.travelMeans.${one}`) }))}
      />
      {dateOf('availableFrom')}
      <RadioList
        name="workRight"
        label={t('coach.field.workRight')}
        hint={t('coach.field.workRightHint')}
        error={errors['workRight']}
        defaultValue={typedIn('workRight')}
        options={WORK_RIGHTS.map((one) => ({ value: one, label: t(`enum.workRight.${one}`) }))}
      />
      <Grid>
        {dateOf('workRightFrom')}
        {dateOf('workRightUntil')}
        {dateOf('workRightCheckedOn')}
      </Grid>
      <NumberInput
        name="asylumWaitedMonths"
        label={t('coach.field.asylumWaitedMonths')}
        hint={t('coach.field.asylumWaitedHint')}
        error={errors['asylumWaitedMonths']}
        defaultValue={typedIn('asylumWaitedMonths')}
        unit={t('coach.field.months')}
        optional={t('common.optional')}
      />
    </>
  )
}

type RowProps = { row: IntakeRow; at: number; errors: Record<string, string> }

function FromTo({ row, at, errors }: RowProps) {
  const { t } = useWords()
  return (['from', 'to'] as const).map((field) => (
    <TimeInput
      key={field}
      name={`slots[${at}].${field}`}
      label={t(`coach.field.${field}`)}
      error={errors[`slots[${at}].${field}`]}
      defaultValue={textIn(row, field)}
      step={30}
    />
  ))
}

function DayRow(props: RowProps) {
  const { t, weekday } = useWords()
  const { row, at } = props
  const day = Number(textIn(row, 'weekday')) || at + 1
  return (
    <fieldset className="in-coach-row in-coach-row--line">
      <legend>
        {weekday(day)}
        <span className="in-hidden">: {t('coach.intake.weekAvailable')}</span>
      </legend>
      <input type="hidden" name={`slots[${at}].kind`} value="available" />
      <input type="hidden" name={`slots[${at}].weekday`} value={day} />
      <FromTo {...props} />
    </fieldset>
  )
}

function OtherSlot(props: RowProps) {
  const { t, weekday } = useWords()
  const { row, at, errors } = props
  return (
    <fieldset className="in-coach-row in-coach-row--line">
      <legend className="in-hidden">
        {t('coach.field.row', { label: t('coach.intake.weekOther'), row: at - WEEKDAYS.length + 1 })}
      </legend>
      <Select
        name={`slots[${at}].kind`}
        label={t('coach.field.kind')}
        error={errors[`slots[${at}].kind`]}
        defaultValue={textIn(row, 'kind') || 'lesson'}
        options={SLOT_KINDS.map((one) => ({ value: one, label: t(`enum.slotKind.${one}`) }))}
      />
      <Select
        name={`slots[${at}].weekday`}
        label={t('coach.field.day')}
        error={errors[`slots[${at}].weekday`]}
        defaultValue={textIn(row, 'weekday') || '1'}
        options={WEEKDAYS.map((one) => ({ value: String(one), label: weekday(one) }))}
      />
      <FromTo {...props} />
    </fieldset>
  )
}
