import { Fieldset, fieldId } from '#app/ui/form/field.tsx'
import { NumberInput } from '#app/ui/form/inputs.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { WEEKDAYS } from '#db/values/newcomers.ts'
import { POSITION_SLOT_KINDS } from '#db/values/positions.ts'
import { type Fields, MOST_BLOCKS, weekName } from './fields.ts'
import { FormPart } from './form-part.tsx'

const USUAL_BLOCKS = 2

/** Hours in the week, and for each day the blocks of work and lessons. */
export function WeekPart({ fields }: { fields: Fields }) {
  const { t, weekday } = useWords()
  return (
    <FormPart name="week" intro={t('employer.form.intro.week')}>
      <NumberInput {...fields.of('hoursPerWeek')} unit={t('employer.form.hoursUnit')} decimal required />
      <Fieldset name="slots" legend={t('employer.form.field.slots')} error={fields.error('slots')}>
        <ul className="in-emp-week">
          {WEEKDAYS.map((day) => (
            <li key={day}>
              <b>{weekday(day)}</b>
              <div className="in-emp-week__blocks">
                {Array.from({ length: blocksOf(fields, day) }, (_, block) => (
                  <Block fields={fields} day={day} block={block} key={block} />
                ))}
              </div>
            </li>
          ))}
        </ul>
      </Fieldset>
    </FormPart>
  )
}

/** Two blocks a day are enough for most; a day that has more shows them all. */
function blocksOf(fields: Fields, day: number): number {
  let filled = 0
  for (let block = 0; block < MOST_BLOCKS; block++) if (fields.text(weekName(day, block, 'from'))) filled = block + 1
  return Math.max(USUAL_BLOCKS, filled)
}

function Block({ fields, day, block }: { fields: Fields; day: number; block: number }) {
  const { t, weekday } = useWords()
  const [kind, from, to] = [weekName(day, block, 'kind'), weekName(day, block, 'from'), weekName(day, block, 'to')]
  const errors = [...new Set([kind, from, to].map((name) => fields.error(name)).filter(Boolean))]
  const label = (part: 'kind' | 'from' | 'to') =>
    t(`employer.form.weekPart.${part}`, { day: weekday(day), row: block + 1 })
  const bound = (name: string) => ({
    id: fieldId(name),
    name,
    className: 'in-input',
    'aria-invalid': fields.error(name) ? (true as const) : undefined,
    'aria-describedby': errors.length > 0 ? `${fieldId(kind)}-error` : undefined,
  })
  return (
    <div className={errors.length > 0 ? 'in-field in-field--error' : undefined}>
      {errors.length > 0 && (
        <span className="in-field__error" id={`${fieldId(kind)}-error`}>
          <Icon name="warn" />
          {errors.join(' ')}
        </span>
      )}
      <div className="in-emp-week__block">
        <select {...bound(kind)} aria-label={label('kind')} defaultValue={fields.text(kind) || 'work'}>
          {POSITION_SLOT_KINDS.map((one) => (
            <option value={one} key={one}>
              {t(`employer.form.slotKind.${one}`)}
            </option>
          ))}
        </select>
        <input {...bound(from)} type="time" step={1800} aria-label={label('from')} defaultValue={fields.text(from)} />
        <span aria-hidden="true">{t('employer.form.to')}</span>
        <input {...bound(to)} type="time" step={1800} aria-label={label('to')} defaultValue={fields.text(to)} />
      </div>
    </div>
  )
}
