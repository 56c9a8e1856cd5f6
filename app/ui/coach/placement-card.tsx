import { Badge, type Tone } from '#app/ui/badge.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { DateInput, Select } from '#app/ui/form/inputs.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import {
  type FollowUpKind,
  type FollowUpOutcome,
  type FollowUpState,
  INITIATIVES,
  type PlacementState,
} from '#db/values/placements.ts'

const TALK_TONE: Record<FollowUpState, Tone | undefined> = {
  due: 'warn',
  done: 'ok',
  waiting: undefined,
  dropped: undefined,
}

/** One running placement with its conversations, and the way to stop it: cancel before it began, end afterwards. */
export function PlacementCard(props: {
  placement: {
    id: string
    newcomerId: string
    newcomerName: string
    title: string
    employerName: string
    state: PlacementState
    startsOn: string
    endsOn: string | null
    mentor: string
    learningGoals: readonly string[]
    followUps: readonly {
      id: string
      kind: FollowUpKind
      state: FollowUpState
      dueOn: string
      outcome: FollowUpOutcome | null
    }[]
  }
  today: string
  /** Show the form that ends it: one placement at a time, so that its fields have ids of their own. */
  stops: boolean
  keyValue: string
  typed: Typed | null
  errors: Record<string, string>
}) {
  const { t, day } = useWords()
  const { placement, typed, errors } = props
  return (
    <article className="in-card in-stack in-gap-3" id={placement.id} aria-labelledby={`name-${placement.id}`}>
      <div>
        <h3 id={`name-${placement.id}`}>
          <a href={`/coach/deelnemers/${placement.newcomerId}`}>
            <bdi>{placement.newcomerName}</bdi>
          </a>
        </h3>
        <p className="in-small">
          {placement.title}, {placement.employerName}
        </p>
        <Badge tone={placement.state === 'active' ? 'ok' : 'info'}>{t(`enum.placementState.${placement.state}`)}</Badge>
      </div>
      <DescriptionList
        small
        items={[
          {
            term: t('coach.placements.when'),
            value: placement.endsOn
              ? t('coach.placements.term', { from: day(placement.startsOn), to: day(placement.endsOn) })
              : t('coach.placements.termOpen', { from: day(placement.startsOn) }),
          },
          { term: t('coach.placements.mentor'), value: <bdi>{placement.mentor}</bdi> },
          { term: t('coach.placements.goals'), value: placement.learningGoals.join('; ') },
        ]}
      />
      <div>
        <h4>{t('coach.placements.talks')}</h4>
        <ul className="in-small">
          {placement.followUps.map((talk) => (
            <li key={talk.id}>
              {talk.state === 'due' || talk.state === 'waiting' ? (
                <a href={`/coach/vervolg/${talk.id}`}>{t(`enum.followUpKind.${talk.kind}`)}</a>
              ) : (
                t(`enum.followUpKind.${talk.kind}`)
              )}
              , {day(talk.dueOn)}{' '}
              <Badge tone={TALK_TONE[talk.state]}>
                {talk.outcome ? t(`enum.followUpOutcome.${talk.outcome}`) : t(`enum.followUpState.${talk.state}`)}
              </Badge>
            </li>
          ))}
        </ul>
      </div>
      <p>
        <a href={`/coach/plaatsingen/${placement.id}`}>
          {t('coach.placements.look')}
          <span className="in-hidden">: {placement.newcomerName}</span>
        </a>
      </p>
      {placement.state === 'planned' ? (
        <details>
          <summary>
            <Icon name="chevron" />
            {t('coach.placements.cancel')}
            <span className="in-hidden">: {placement.newcomerName}</span>
          </summary>
          <PostForm action="/coach/plaatsingen" idempotencyKey={props.keyValue} gap={2}>
            <input type="hidden" name="placementId" value={placement.id} />
            <p className="in-small">{t('coach.placements.cancelText')}</p>
            <div>
              <Button variant="danger" name="step" value="cancel" about={placement.newcomerName}>
                {t('coach.placements.cancel')}
              </Button>
            </div>
          </PostForm>
        </details>
      ) : props.stops ? (
        <EndForm id={placement.id} today={props.today} keyValue={props.keyValue} typed={typed} errors={errors} />
      ) : (
        <p>
          <ButtonLink variant="second" href={`/coach/plaatsingen?stop=${placement.id}#${placement.id}`}>
            {t('coach.placements.end')}
            <span className="in-hidden">: {placement.newcomerName}</span>
          </ButtonLink>
        </p>
      )}
    </article>
  )
}

function EndForm(props: {
  id: string
  today: string
  keyValue: string
  typed: Typed | null
  errors: Record<string, string>
}) {
  const { t } = useWords()
  const { id, typed, errors } = props
  return (
    <PostForm action={`/coach/plaatsingen?stop=${id}`} idempotencyKey={props.keyValue} gap={4}>
      <input type="hidden" name="placementId" value={id} />
      <EndFields today={props.today} typed={typed} errors={errors} />
      <div>
        <Button variant="danger">{t('coach.placements.end')}</Button>
      </div>
    </PostForm>
  )
}

function EndFields(props: { today: string; typed: Typed | null; errors: Record<string, string> }) {
  const { t } = useWords()
  const { typed, errors } = props
  const typedIn = (name: string) => (typed ? textOf(typed, name) : undefined)
  return (
    <>
      <Select
        name="step"
        label={t('coach.placements.how')}
        error={errors['step']}
        defaultValue={typedIn('step')}
        empty={t('coach.field.choose')}
        options={[
          { value: 'complete', label: t('coach.placements.complete') },
          { value: 'end-early', label: t('coach.placements.endEarly') },
        ]}
      />
      <DateInput
        name="endedOn"
        label={t('coach.placements.endedOn')}
        error={errors['endedOn']}
        defaultValue={typedIn('endedOn')}
        max={props.today}
      />
      <Select
        name="initiative"
        label={t('coach.placements.initiative')}
        hint={t('coach.placements.initiativeHint')}
        error={errors['initiative']}
        defaultValue={typedIn('initiative')}
        empty={t('coach.field.choose')}
        options={INITIATIVES.map((one) => ({ value: one, label: t(`enum.initiative.${one}`) }))}
      />
    </>
  )
}
