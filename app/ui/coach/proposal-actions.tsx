import { Button, ButtonLink } from '#app/ui/button.tsx'
import { HintAndError } from '#app/ui/form/field.tsx'
import { HiddenKey } from '#app/ui/form/form.tsx'
import { ActBar } from '#app/ui/inbox.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { type ProposalStep, SET_ASIDE_REASONS } from '#db/values/proposals.ts'

/** What the coach can do now with a proposal: only steps that the lifecycle offers. One form; the button says which step. */
export function ProposalActions(props: {
  detail: { id: string; version: number; state: string; steps: ProposalStep[]; placementId: string | null }
  behind: string
  keyValue: string
  errors: Record<string, string>
}) {
  const { t } = useWords()
  const { detail, errors } = props
  const can = (step: ProposalStep) => detail.steps.includes(step)
  const error = errors['reason']
  const acts = can('shortlist') || can('set-aside') || can('take-back')
  if (!acts && !can('place') && detail.placementId === null)
    return (
      <ActBar>
        <p className="in-small in-grey">{t('coach.inbox.noSteps')}</p>
      </ActBar>
    )
  return (
    <form
      className="in-coach-act"
      method="post"
      action={`/coach/voorstellen/${detail.id}${props.behind}`}
      aria-label={t('coach.inbox.act')}
      noValidate
    >
      <HiddenKey value={props.keyValue} />
      <input type="hidden" name="version" value={detail.version} />
      <ActBar note={acts ? t('coach.inbox.note') : undefined}>
        {can('shortlist') && (
          <button
            className="in-button"
            type="submit"
            id="shortlist"
            name="step"
            value="shortlist"
            aria-keyshortcuts="s"
          >
            {t('coach.inbox.shortlist')}
          </button>
        )}
        {can('place') && (
          <ButtonLink href={`/coach/voorstellen/${detail.id}/start`} iconAfter="arrow">
            {t('coach.inbox.start')}
          </ButtonLink>
        )}
        {detail.placementId !== null && (
          <ButtonLink variant="second" href={`/coach/plaatsingen#${detail.placementId}`}>
            {t('coach.inbox.placement')}
          </ButtonLink>
        )}
        {can('set-aside') && (
          <div className={error ? 'in-coach-reason in-field--error' : 'in-coach-reason'}>
            <label className="in-field__label" htmlFor="reason">
              {t('coach.inbox.reason')}
            </label>
            <HintAndError name="reason" error={error} />
            <div className="in-row in-gap-2">
              <select
                className="in-input"
                id="reason"
                name="reason"
                defaultValue=""
                aria-keyshortcuts="x"
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? 'reason-error' : undefined}
              >
                <option value="">{t('coach.inbox.reasonChoose')}</option>
                {SET_ASIDE_REASONS.map((reason) => (
                  <option key={reason} value={reason}>
                    {t(`enum.setAsideReason.${reason}`)}
                  </option>
                ))}
              </select>
              <Button variant="danger" name="step" value="set-aside">
                {t('coach.inbox.setAside')}
              </Button>
            </div>
          </div>
        )}
        {can('take-back') && (
          <Button variant="second" icon="undo" name="step" value="take-back">
            {t('coach.inbox.takeBack')}
          </Button>
        )}
      </ActBar>
    </form>
  )
}
