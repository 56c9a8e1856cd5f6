import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { DecisionOutcome, OverrideState } from '#db/values/safeguards.ts'

/** Where the question to the municipality stands. */
export type AskedView = {
  on: string
  outcome: DecisionOutcome | null
  why: string
  override: { state: OverrideState; why: string; until: string; isOver: boolean } | null
  messages: readonly { id: string; body: string; byRole: string; at: string }[]
}

/** What the municipality said about this start: asked, approved, rejected, or let pass by two people. */
export function AskedNote({ asked }: { asked: AskedView }) {
  const { t, day } = useWords()
  const { override } = asked
  if (override?.state === 'confirmed')
    return (
      <Note tone={override.isOver ? 'warn' : 'ok'}>
        {t(override.isOver ? 'coach.start.letPassOver' : 'coach.start.letPass', { day: day(override.until) })}
      </Note>
    )
  if (asked.outcome === 'approved') return <Note tone="ok">{t('coach.start.approvedBy', { day: day(asked.on) })}</Note>
  if (asked.outcome === 'rejected' || override?.state === 'refused')
    return (
      <Note tone="error">
        {t('coach.start.rejectedBy', { day: day(asked.on), why: asked.outcome ? asked.why : (override?.why ?? '') })}
      </Note>
    )
  return <Note tone="sand">{t('coach.start.asked', { day: day(asked.on) })}</Note>
}

/** What coach and municipality wrote about this start, and room to answer once the municipality asked something. */
export function MunicipalityTalk(props: {
  messages: AskedView['messages']
  action: string
  keyValue: string
  error: string | undefined
  typed: string | undefined
}) {
  const { t, moment } = useWords()
  if (props.messages.length === 0) return null
  return (
    <Block title={t('coach.start.talk.title')} id="berichten">
      <Card>
        <ol className="in-log">
          {props.messages.map((one) => (
            <li key={one.id}>
              <b>{t(one.byRole === 'officer' ? 'coach.start.talk.municipality' : 'coach.start.talk.you')}</b>
              <p className="in-said" dir="auto">
                {one.body}
              </p>
              <time dateTime={one.at}>{moment(one.at)}</time>
            </li>
          ))}
        </ol>
      </Card>
      <PostForm action={props.action} idempotencyKey={props.keyValue} card>
        <TextArea
          name="body"
          label={t('coach.start.talk.answer')}
          hint={t('coach.start.talk.hint')}
          required
          maxLength={2000}
          error={props.error}
          defaultValue={props.typed}
        />
        <div className="in-row">
          <Button variant="second" name="do" value="answer">
            {t('coach.start.talk.send')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}
