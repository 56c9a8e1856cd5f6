import type { ReactNode } from 'react'
import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { REFUSAL_REASONS } from '#db/values/proposals.ts'

/** Yes, or no with a coded reason: two forms of equal size, nothing chosen. While the place stands still only why, and a no. */
export function CandidateAnswer(props: {
  keys: { accept: string; refuse: string }
  due: string | null
  error?: string | undefined
  reason?: string | undefined
  /** Said instead of the yes. */
  waits?: ReactNode
}) {
  const { t, day } = useWords()
  return (
    <section className="in-block" aria-labelledby="antwoord">
      <h2 id="antwoord">{t('employer.candidate.answer')}</h2>
      {props.due && <p className="in-grey">{t('employer.candidate.answerBy', { day: day(props.due) })}</p>}
      <div className="in-grid in-grid--l">
        {props.waits ? (
          <div className="in-stack in-gap-3">{props.waits}</div>
        ) : (
          <PostForm idempotencyKey={props.keys.accept} gap={3} card>
            <h3>{t('employer.candidate.acceptTitle')}</h3>
            <p>{t('employer.candidate.acceptText')}</p>
            <div>
              <Button name="answer" value="accept" icon="check">
                {t('employer.candidate.accept')}
              </Button>
            </div>
          </PostForm>
        )}
        <PostForm idempotencyKey={props.keys.refuse} gap={3} card>
          <h3>{t('employer.candidate.refuse')}</h3>
          <p>{t('employer.candidate.refuseText')}</p>
          <RadioList
            name="reason"
            label={t('employer.candidate.reason')}
            hint={t('employer.candidate.reasonHint')}
            error={props.error}
            defaultValue={props.reason}
            required
            options={REFUSAL_REASONS.map((reason) => ({ value: reason, label: t(`enum.refusalReason.${reason}`) }))}
          />
          <div>
            <Button name="answer" value="refuse" variant="second">
              {t('employer.candidate.refuseSure')}
            </Button>
          </div>
        </PostForm>
      </div>
    </section>
  )
}
