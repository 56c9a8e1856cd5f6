import { Button } from '#app/ui/button.tsx'
import { HintAndError } from '#app/ui/form/field.tsx'
import { HiddenKey } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { isGeneral } from '#app/ui/words/card-bands.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { CARD_REASONS } from '#db/values/cards.ts'
import type { CardStanding } from '#server/proposals/reads-cards.ts'

/** What the employer sees of somebody before the yes; of a card that was held back, why, and the coach's choice to show it all the same. */
export function CardShown(props: {
  card: CardStanding
  proposalId: string
  /** The filters, with their question mark. */
  behind: string
  keyValue: string
  error: string | undefined
}) {
  const { card, error } = props
  const { t, list } = useWords()
  if (card.outcome === 'shown')
    return (
      <>
        <p>{t('coach.shownCard.shown')}</p>
        {isGeneral(card.leftOut) && (
          <p>
            {t('coach.shownCard.general', {
              lines: list(card.leftOut.map((line) => t(`coach.shownCard.line.${line}`))),
            })}
          </p>
        )}
        {card.reason && (
          <p className="in-small in-grey">
            {t('coach.shownCard.chosen', { reason: t(`coach.shownCard.reasons.${card.reason}`) })}
          </p>
        )}
      </>
    )
  return (
    <div className="in-stack in-gap-3">
      <Note tone="warn" icon="lock">
        {t('coach.shownCard.held')}
      </Note>
      <p>{t('coach.shownCard.heldChoice')}</p>
      <form
        className={error ? 'in-stack in-gap-2 in-field--error' : 'in-stack in-gap-2'}
        method="post"
        action={`/coach/voorstellen/${props.proposalId}${props.behind}`}
        noValidate
      >
        <HiddenKey value={props.keyValue} />
        <label className="in-field__label" htmlFor="cardReason">
          {t('coach.shownCard.reason')}
        </label>
        <HintAndError name="cardReason" error={error} />
        <div className="in-row in-gap-2">
          <select
            className="in-input"
            id="cardReason"
            name="cardReason"
            defaultValue=""
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'cardReason-error' : undefined}
          >
            <option value="">{t('coach.shownCard.choose')}</option>
            {CARD_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {t(`coach.shownCard.reasons.${reason}`)}
              </option>
            ))}
          </select>
          <Button variant="second" name="step" value="show-card">
            {t('coach.shownCard.show')}
          </Button>
        </div>
      </form>
    </div>
  )
}
