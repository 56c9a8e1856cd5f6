import type { ReactNode } from 'react'
import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { type Codes, sentencesFor, type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { signalSentence } from '#app/ui/words/signal-sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Outcome, SignalState, SignalSubject } from '#db/values/safeguards.ts'

export type OwnSignal = {
  id: string
  subject: SignalSubject
  name: string
  title: string
  monitor: string
  outcome: Outcome
  code: string
  params: Record<string, string | number>
  pauses: boolean
  firstSeenOn: string
  lastSeenOn: string
  answerDueOn: string | null
  state: SignalState
  answer: string | null
  closingReason: string | null
  closedOn: string | null
}

/** The text that answers a signal or a finding of an audit; the same fields twice on a page, told apart by the id. */
export function AnswerForm(props: {
  intent: 'signal' | 'audit'
  id: string
  answer: string | null
  idempotencyKey: string
  typed: Typed
  errors: Codes
}) {
  const { t } = useWords()
  const isThis = textOf(props.typed, 'id') === props.id
  const errors = isThis ? sentencesFor(props.errors, () => t('record.yourAnswer'), t) : {}
  const name = `answer.${props.id}`
  return (
    <PostForm idempotencyKey={props.idempotencyKey} gap={3}>
      <input type="hidden" name="intent" value={props.intent} />
      <input type="hidden" name="id" value={props.id} />
      <TextArea
        name={name}
        label={t('record.yourAnswer')}
        hint={t('record.answerHint')}
        rows={3}
        maxLength={2000}
        error={errors['answer']}
        defaultValue={isThis ? textOf(props.typed, 'answer') : (props.answer ?? undefined)}
      />
      <div>
        <Button variant="second" about={t('record.yourAnswer')}>
          {t(props.answer ? 'record.changeAnswer' : 'record.sendAnswer')}
        </Button>
      </div>
    </PostForm>
  )
}

/** The signals about the own company: open ones with room to answer, closed ones folded away. */
export function OwnSignals(props: {
  signals: readonly OwnSignal[]
  idempotencyKey: string
  typed: Typed
  errors: Codes
}) {
  const words = useWords()
  const { t } = words
  const open = props.signals.filter((one) => one.state !== 'closed')
  const closed = props.signals.filter((one) => one.state === 'closed')
  return (
    <section className="in-block" id="signalen" aria-labelledby="signalen-titel">
      <h2 id="signalen-titel">{t('record.signals')}</h2>
      <p className="in-grey">{t('record.signalsLead')}</p>
      {open.length === 0 && (
        <EmptyState
          inline
          heading="h3"
          pictogram="shield"
          title={t('record.noSignals')}
          text={t('record.noSignalsText')}
        />
      )}
      {open.map((signal) => (
        <OneSignal key={signal.id} signal={signal}>
          <AnswerForm
            intent="signal"
            id={signal.id}
            answer={signal.answer}
            idempotencyKey={props.idempotencyKey}
            typed={props.typed}
            errors={props.errors}
          />
        </OneSignal>
      ))}
      {closed.length > 0 && (
        <details>
          <summary>{t('record.closedSignals')}</summary>
          <div className="in-stack">
            {closed.map((signal) => (
              <OneSignal key={signal.id} signal={signal}>
                {signal.answer && (
                  <p>
                    {t('record.yourAnswer')}: {signal.answer}
                  </p>
                )}
                {signal.closedOn && (
                  <p className="in-small in-grey">
                    {t('record.closed', { day: words.day(signal.closedOn) })}. {signal.closingReason}
                  </p>
                )}
              </OneSignal>
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

function OneSignal({ signal, children }: { signal: OwnSignal; children: ReactNode }) {
  const words = useWords()
  const { t, day } = words
  return (
    <article className="in-card in-stack in-gap-3" id={`signaal-${signal.id}`}>
      <div className="in-row in-row--between">
        <h3>{signal.title}</h3>
        <Badge tone={signal.pauses ? 'warn' : 'info'}>{t(signal.pauses ? 'record.pauses' : 'monitor.signal')}</Badge>
      </div>
      <p>{signalSentence(signal, words)}</p>
      <p className="in-small in-grey">
        {signal.subject === 'group' ? t('record.aboutGroup') : t('record.about', { name: signal.name })}.{' '}
        {t('record.seen', { since: day(signal.firstSeenOn), last: day(signal.lastSeenOn) })}.{' '}
        {signal.state === 'new' && signal.answerDueOn && t('record.due', { day: day(signal.answerDueOn) })}{' '}
        <a href="/nl/regels#signalen">{signal.monitor}</a>
      </p>
      {children}
    </article>
  )
}
