import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, NumberInput, TextInput } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { withUnit } from './case-rules.tsx'
import type { NumberShown } from './profile-view.ts'

/** The numbers of a next version with unit and limits, its source and its day. Proposing comes after looking at what changes. */
export function ProfileForm(props: {
  formKey: string
  today: string
  numbers: NumberShown[]
  /** Those of the signals. */
  monitors: NumberShown[]
  ample: 'human' | 'block'
  source: string
  /** What the typed numbers change was shown. */
  seen: boolean
  errors: Record<string, string>
  typed: (name: string) => string | undefined
}) {
  const words = useWords()
  const { t } = words
  const { errors, typed } = props
  const fixed = [...props.numbers, ...props.monitors].filter(({ limits }) => limits === null)
  return (
    <PostForm idempotencyKey={props.formKey} card gap={6}>
      <h2>{t('profile.form.about')}</h2>
      <DateInput
        name="fromOn"
        label={t('profile.form.fromOn')}
        hint={t('profile.form.fromOnHint')}
        required
        min={props.today}
        error={errors['fromOn']}
        defaultValue={typed('fromOn')}
      />
      <TextInput
        name="source"
        label={t('profile.form.source')}
        hint={t('profile.form.sourceHint')}
        required
        maxLength={300}
        error={errors['source']}
        defaultValue={typed('source') ?? props.source}
      />
      <RadioList
        name="isVerified"
        label={t('profile.form.isVerified')}
        required
        error={errors['isVerified']}
        defaultValue={typed('isVerified')}
        options={[
          { value: 'yes', label: t('profile.form.yes') },
          { value: 'no', label: t('profile.form.no') },
        ]}
      />
      <h2>{t('profile.form.numbers')}</h2>
      <NumbersByGround part="numbers" numbers={props.numbers} errors={errors} typed={typed} />
      <RadioList
        name="choices.ampleMarket"
        label={t('profile.ample')}
        hint={t('profile.ampleHint')}
        error={errors['choices.ampleMarket']}
        defaultValue={typed('choices.ampleMarket') ?? props.ample}
        options={(['human', 'block'] as const).map((value) => ({ value, label: t(`profile.ampleChoice.${value}`) }))}
      />
      <h2>{t('profile.form.monitors')}</h2>
      <p className="in-grey">{t('profile.monitorsLead')}</p>
      <NumbersByGround part="monitors" numbers={props.monitors} errors={errors} typed={typed} />
      <details>
        <summary>{t('profile.notYours')}</summary>
        <ul className="in-bullets">
          {fixed.map((row) => (
            <li key={row.title}>
              {row.title}: {withUnit(row.value, row.unit, words)}
              <span className="in-src">{row.ground}</span>
            </li>
          ))}
        </ul>
      </details>
      <div className="in-row">
        <Button variant={props.seen ? 'second' : undefined} name="intent" value="preview" icon="eye">
          {t('profile.form.preview')}
        </Button>
        {props.seen && (
          <Button name="intent" value="propose">
            {t('profile.form.send')}
          </Button>
        )}
      </div>
    </PostForm>
  )
}

const asTyped = (value: number) => String(value).replace('.', ',')

/** The numbers that a municipality may set, under why it may: each with its limits and what holds where nobody chose. */
function NumbersByGround(props: {
  part: 'numbers' | 'monitors'
  numbers: NumberShown[]
  errors: Record<string, string>
  typed: (name: string) => string | undefined
}) {
  const words = useWords()
  const { t } = words
  const { part, numbers, errors, typed } = props
  const grounds = [...new Set(numbers.filter(({ limits }) => limits !== null).map(({ ground }) => ground))]
  return grounds.map((ground) => (
    <div className="in-stack in-gap-3" key={ground}>
      <p className="in-small in-grey">{ground}</p>
      <Grid min="l">
        {numbers.map((row) => {
          if (row.ground !== ground || row.limits === null) return null
          const [least, most] = row.limits
          const limits = t('profile.limits', { least: asTyped(least), most: withUnit(most, row.unit, words) })
          const name = `${part}.${row.name}`
          return (
            <NumberInput
              key={row.name}
              name={name}
              label={row.title}
              hint={`${row.rules.map(({ id }) => id).join(', ')}: ${limits}. ${t('profile.form.normally', {
                value: asTyped(row.base),
              })}.`}
              unit={withUnit(2, row.unit, words).replace(/^2 ?/, '')}
              error={errors[name]}
              defaultValue={typed(name) ?? asTyped(row.value)}
            />
          )
        })}
      </Grid>
    </div>
  ))
}
