import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Select, TextArea } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONCERNS, FOLLOW_UP_OUTCOMES } from '#db/values/placements.ts'

/** How a conversation went: outcome, which concern if there is one, and a note for the coach. */
export function FollowUpForm(props: {
  action: string
  keyValue: string
  errors: Record<string, string>
  typedIn: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { errors, typedIn } = props
  return (
    <PostForm action={props.action} idempotencyKey={props.keyValue} card>
      <RadioList
        name="outcome"
        label={t('coach.followUp.outcome')}
        hint={t('coach.followUp.lasting')}
        error={errors['outcome']}
        defaultValue={typedIn('outcome')}
        options={FOLLOW_UP_OUTCOMES.map((one) => ({ value: one, label: t(`enum.followUpOutcome.${one}`) }))}
      />
      <Select
        name="concern"
        label={t('coach.followUp.concern')}
        hint={t('coach.followUp.concernHint')}
        error={errors['concern']}
        defaultValue={typedIn('concern')}
        empty={t('coach.followUp.concernNone')}
        options={CONCERNS.map((one) => ({ value: one, label: t(`enum.concern.${one}`) }))}
      />
      <TextArea
        name="note"
        label={t('coach.followUp.note')}
        hint={t('coach.followUp.noteHint')}
        error={errors['note']}
        defaultValue={typedIn('note')}
        optional={t('common.optional')}
      />
      <div>
        <Button>{t('coach.followUp.submit')}</Button>
      </div>
    </PostForm>
  )
}
