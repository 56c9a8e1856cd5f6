import type { ComponentProps } from 'react'
import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, TextInput } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block, Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { FormPart } from './placement-records.tsx'
import { StartVerdict } from './start-verdict.tsx'

/** A longer term: what the safeguards say of it, what the municipality was asked, and the form. */
export function ExtendForm(
  props: FormPart & {
    endsOn: string
    /** Only a participation placement has a third and a fourth year. */
    asksElsewhere: boolean
    verdict: ComponentProps<typeof StartVerdict>['verdict'] | null
    question: { on: string; outcome: 'approved' | 'rejected' | null; why: string } | null
  },
) {
  const { t, day } = useWords()
  const { errors, typedIn, verdict, question } = props
  const optional = t('common.optional')
  const of = (name: string) => ({ name, error: errors[name], defaultValue: typedIn(name) })
  return (
    <Block title={t('coach.placement.extend.title')}>
      <p className="in-grey">{t('coach.placement.extend.lead', { day: day(props.endsOn) })}</p>
      {verdict && <StartVerdict verdict={verdict} longer />}
      {question && (
        <Note tone={question.outcome === 'approved' ? 'ok' : question.outcome === 'rejected' ? 'error' : 'sand'}>
          {question.outcome === 'approved' && t('coach.placement.extend.approved', { day: day(question.on) })}
          {question.outcome === 'rejected' &&
            t('coach.placement.extend.rejected', { day: day(question.on), why: question.why })}
          {question.outcome === null && t('coach.placement.extend.asked', { day: day(question.on) })}
        </Note>
      )}
      <PostForm action={props.action} idempotencyKey={props.keyValue} card>
        <DateInput {...of('endsOn')} label={t('coach.placement.extend.endsOn')} required />
        <Grid>
          <TextInput
            {...of('extension.reference')}
            label={t('coach.placement.extend.reference')}
            hint={t('coach.placement.extend.referenceHint')}
            maxLength={120}
            optional={optional}
          />
          <DateInput {...of('extension.until')} label={t('coach.placement.extend.until')} optional={optional} />
        </Grid>
        {props.asksElsewhere && (
          <RadioList
            {...of('extension.elsewhere')}
            label={t('coach.placement.extend.elsewhere')}
            hint={t('coach.placement.extend.elsewhereHint')}
            options={[
              { value: 'yes', label: t('common.yes') },
              { value: 'no', label: t('common.no') },
            ]}
          />
        )}
        <div className="in-row">
          <Button name="do" value="extend">
            {t('coach.placement.extend.submit')}
          </Button>
          {verdict?.canBeAsked && (
            <Button variant="second" name="do" value="ask">
              {t('coach.placement.extend.ask')}
            </Button>
          )}
        </div>
      </PostForm>
    </Block>
  )
}
