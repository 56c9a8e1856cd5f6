import { Button } from '#app/ui/button.tsx'
import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { Fieldset, fieldId } from '#app/ui/form/field.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, TextInput } from '#app/ui/form/inputs.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { Block, Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionType } from '#db/values/positions.ts'
import { type AskedCheck, CheckFields } from './check-fields.tsx'

/** Days, mentor and learning goals of a placement. */
export function PlacementForm(props: {
  /** A safeguard asks for a person: offer to ask the municipality with these terms. */
  mayAsk: boolean
  action: string
  keyValue: string
  errors: Record<string, string>
  values: { startsOn: string; endsOn: string; mentor: string; goals: readonly string[] }
  /** What a safeguard wants checked of this person in this place. */
  checks: { asked: readonly AskedCheck[]; today: string; typedIn: (name: AskedCheck) => string | undefined }
}) {
  const { t } = useWords()
  const { errors, values } = props
  const wrongGoals = Object.entries(errors).find(([name]) => name.startsWith('learningGoals'))?.[1]
  return (
    <PostForm action={props.action} idempotencyKey={props.keyValue} card>
      <Grid>
        <DateInput
          name="startsOn"
          label={t('coach.start.startsOn')}
          error={errors['startsOn']}
          defaultValue={values.startsOn}
          min={props.checks.today}
          required
        />
        <DateInput
          name="endsOn"
          label={t('coach.start.endsOn')}
          hint={t('coach.start.endsHint')}
          error={errors['endsOn']}
          defaultValue={values.endsOn}
          optional={t('common.optional')}
        />
      </Grid>
      <TextInput
        name="mentor"
        label={t('coach.start.mentor')}
        hint={t('coach.start.mentorHint')}
        error={errors['mentor']}
        defaultValue={values.mentor}
        autoComplete="off"
        required
      />
      <Fieldset
        name="learningGoals"
        legend={t('coach.start.goals')}
        hint={t('coach.start.goalsHint')}
        error={wrongGoals}
      >
        <ol className="in-stack in-gap-2">
          {values.goals.map((goal, at) => (
            <li key={at}>
              <label className="in-hidden" htmlFor={fieldId(`goal-${at}`)}>
                {t('coach.start.goal', { row: at + 1 })}
              </label>
              <input
                className="in-input"
                id={fieldId(`goal-${at}`)}
                name="learningGoals"
                maxLength={300}
                defaultValue={goal}
              />
            </li>
          ))}
        </ol>
      </Fieldset>
      {props.checks.asked.length > 0 && (
        <section className="in-stack" aria-labelledby="nakijken">
          <div>
            <h2 id="nakijken">{t('coach.checks.title')}</h2>
            <p className="in-small in-grey">{t('coach.checks.lead')}</p>
          </div>
          <CheckFields {...props.checks} errors={errors} />
        </section>
      )}
      <div className="in-row">
        <Button>{t('coach.start.submit')}</Button>
        {props.mayAsk && (
          <Button variant="second" name="do" value="ask">
            {t('coach.start.ask')}
          </Button>
        )}
      </div>
    </PostForm>
  )
}

/** The place that somebody begins at, and what follows from the start. */
export function PlacementFacts(props: {
  position: { seats: number; seatsFree: number; place: string; type: PositionType; hoursPerWeek: number }
}) {
  const { t, number } = useWords()
  const { position } = props
  return (
    <>
      <Block title={t('coach.start.facts')}>
        <DescriptionList
          small
          items={[
            {
              term: t('coach.start.seatsLabel'),
              value: t('coach.start.seats', { free: position.seatsFree, seats: position.seats }),
            },
            { term: t('coach.field.kind'), value: t(`enum.positionType.${position.type}`) },
            { term: t('coach.newcomer.hours'), value: `${number(position.hoursPerWeek)} ${t('coach.field.hours')}` },
            { term: t('coach.start.where'), value: position.place },
          ]}
        />
      </Block>
      <Panel tone="mint" gap={2}>
        <h2 className="in-nextstep">{t('coach.start.after')}</h2>
        <NumberedList
          items={[
            t('coach.start.afterLines.seat'),
            t('coach.start.afterLines.talks'),
            t('coach.start.afterLines.told'),
          ]}
        />
      </Panel>
    </>
  )
}
