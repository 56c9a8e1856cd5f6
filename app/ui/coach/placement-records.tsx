import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, NumberInput, Select } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { PARTICIPATION_REVIEWS, type ParticipationReview } from '#db/values/placements.ts'
import { type AskedCheck, CheckFields } from './check-fields.tsx'

/** What every form of a placement's page takes. */
export type FormPart = {
  action: string
  keyValue: string
  today: string
  errors: Record<string, string>
  /** What was typed, else what stands. */
  typedIn: (name: string) => string | undefined
}

/** What the coach checks for this placement, to be mended while it runs. */
export function ChecksForm(props: FormPart & { asked: readonly AskedCheck[] }) {
  const { t } = useWords()
  return (
    <Block title={t('coach.checks.title')}>
      <p className="in-grey">{t('coach.checks.lead')}</p>
      <PostForm action={props.action} idempotencyKey={props.keyValue} card>
        <CheckFields asked={props.asked} today={props.today} errors={props.errors} typedIn={props.typedIn} />
        <div>
          <Button variant="second" name="do" value="checks">
            {t('coach.checks.submit')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}

type Line = { kind: ParticipationReview; dueOn: string; doneOn: string | null }

/** The calendar of a participation placement, and the form that records a step of it. */
export function ReviewsForm(props: FormPart & { calendar: readonly Line[] }) {
  const { t, day } = useWords()
  return (
    <Block title={t('coach.placement.reviews.title')}>
      <p className="in-grey">{t('coach.placement.reviews.lead')}</p>
      <DataTable
        caption={t('coach.placement.reviews.title')}
        captionHidden
        rows={props.calendar}
        keyOf={(line) => `${line.kind} ${line.dueOn}`}
        columns={[
          {
            head: t('coach.placement.reviews.what'),
            cell: (line) => t(`coach.placement.reviews.kind.${line.kind}`),
          },
          { head: t('coach.placement.reviews.due'), nowrap: true, cell: (line) => day(line.dueOn) },
          {
            head: t('coach.placement.reviews.state'),
            nowrap: true,
            cell: (line) =>
              line.doneOn ? (
                <Badge tone="ok">{day(line.doneOn)}</Badge>
              ) : (
                <Badge tone={line.dueOn < props.today ? 'error' : undefined}>{t('coach.placement.reviews.open')}</Badge>
              ),
          },
        ]}
      />
      <PostForm action={props.action} idempotencyKey={props.keyValue} card>
        <Select
          name="kind"
          label={t('coach.placement.reviews.what')}
          error={props.errors['kind']}
          defaultValue={props.typedIn('kind')}
          empty={t('coach.field.choose')}
          options={PARTICIPATION_REVIEWS.map((value) => ({
            value,
            label: t(`coach.placement.reviews.kind.${value}`),
          }))}
        />
        <DateInput
          name="heldOn"
          label={t('coach.placement.reviews.heldOn')}
          error={props.errors['heldOn']}
          defaultValue={props.typedIn('heldOn')}
          max={props.today}
        />
        <div>
          <Button variant="second" name="do" value="review">
            {t('coach.placement.reviews.submit')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}

/** What was learned in a placement that is over. */
export function ResultsForm(
  props: FormPart & { goals: readonly string[]; known: { goalsSet: number; goalsReached: number } | null },
) {
  const { t } = useWords()
  const { errors, typedIn, known } = props
  const count = props.goals.length
  return (
    <Block title={t('coach.placement.results.title')}>
      <p className="in-grey">{t('coach.placement.results.lead')}</p>
      {known && (
        <Note tone="ok">
          {t('coach.placement.results.known', { reached: known.goalsReached, all: known.goalsSet })}
        </Note>
      )}
      <ul className="in-bullets">
        {props.goals.map((goal, at) => (
          <li key={at}>
            <bdi>{goal}</bdi>
          </li>
        ))}
      </ul>
      <PostForm action={props.action} idempotencyKey={props.keyValue} card>
        <NumberInput
          name="goalsReached"
          label={t('coach.placement.results.goalsReached', { count })}
          error={errors['goalsReached']}
          defaultValue={typedIn('goalsReached')}
          required
        />
        {(['reportOn', 'certificateOn'] as const).map((name) => (
          <DateInput
            key={name}
            name={name}
            label={t(`coach.placement.results.${name}`)}
            hint={t(
              name === 'reportOn' ? 'coach.placement.results.reportHint' : 'coach.placement.results.certificateHint',
            )}
            error={errors[name]}
            defaultValue={typedIn(name)}
            max={props.today}
            optional={t('common.optional')}
          />
        ))}
        <div>
          <Button name="do" value="results">
            {t('coach.placement.results.submit')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}
