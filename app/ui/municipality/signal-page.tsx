import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { signalParam } from '#app/ui/words/signal-sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { withUnit } from './case-rules.tsx'
import { signalStanding } from './signal-tables.tsx'
import type { MadeWithShown, SignalShown } from './signal-view.ts'

/** Whom it is about, where it stands, what looked and what it counted. */
export function SignalFacts({ signal, today }: { signal: SignalShown; today: string }) {
  const words = useWords()
  const { t, day } = words
  const params = Object.entries(signal.params)
  return (
    <>
      {signal.pauses && (
        <Note tone="error" title={t('signals.one.pauseTitle')}>
          {t('signals.one.pauseText')}
        </Note>
      )}
      <Card>
        <DescriptionList
          items={[
            {
              term: t('signals.one.subject'),
              value: <bdi>{signal.name}</bdi>,
              source: t(`signals.subject.${signal.subject}`),
            },
            {
              term: t('signals.standing'),
              value:
                signal.state === 'closed' ? (
                  <Badge>{t('signals.state.closed')}</Badge>
                ) : (
                  <Badge tone="info">{t('signals.unjudged')}</Badge>
                ),
              source: signal.state === 'closed' ? undefined : signalStanding(signal, today, words),
            },
            { term: t('signals.one.monitor'), value: `${signal.monitorTitle} (${signal.monitor})` },
            { term: t('signals.one.monitorSource'), value: t('signals.one.monitorPolicy') },
            { term: t('signals.one.first'), value: day(signal.firstSeenOn) },
            { term: t('signals.one.last'), value: day(signal.lastSeenOn) },
          ]}
        />
      </Card>
      {params.length > 0 && (
        <Block title={t('signals.one.counted')}>
          <p className="in-grey">{t('signals.one.countedLead')}</p>
          <Card>
            <DescriptionList
              items={params.map(([name, value]) => ({
                term: codedWord(t, 'signals.one.param', name) ?? name,
                value: name === 'year' ? String(value) : signalParam(value, words),
              }))}
            />
          </Card>
        </Block>
      )}
    </>
  )
}

/** The numbers with which it was made: they stay, also when the municipality chooses others. */
export function MadeWith({ madeWith }: { madeWith: MadeWithShown }) {
  const words = useWords()
  const { t } = words
  if (madeWith === null || madeWith.numbers.length === 0) return null
  return (
    <Block title={t('signals.one.madeWith')}>
      <p className="in-grey">{t('signals.one.madeWithLead', { version: madeWith.policyVersion })}</p>
      <Card>
        <DescriptionList
          items={madeWith.numbers.map(({ title, unit, value }) => ({
            term: title,
            value: withUnit(value, unit, words),
          }))}
        />
      </Card>
    </Block>
  )
}

/** What the employer answered, or until when they can; and the reason with which it was closed. */
export function SignalAnswer({ signal, today }: { signal: SignalShown; today: string }) {
  const { t, day, moment } = useWords()
  return (
    <>
      <Block title={t('signals.one.answer')}>
        {signal.answer ? (
          <Card>
            <p className="in-said" dir="auto">
              {signal.answer}
            </p>
            {signal.answeredAt && (
              <p className="in-src">{t('signals.one.answeredOn', { moment: moment(signal.answeredAt) })}</p>
            )}
          </Card>
        ) : (
          <p>
            {t('signals.one.noAnswer')}{' '}
            {signal.state === 'new' &&
              signal.answerDueOn >= today &&
              t('signals.one.noAnswerUntil', { day: day(signal.answerDueOn) })}
          </p>
        )}
      </Block>
      {signal.state === 'closed' && signal.closedAt && (
        <Note tone="sand" title={t('signals.one.closedTitle', { moment: moment(signal.closedAt) })}>
          <p dir="auto">{signal.closingReason}</p>
          {signal.quietUntil && <p className="in-small">{t('signals.one.quiet', { day: day(signal.quietUntil) })}</p>}
        </Note>
      )}
    </>
  )
}

/** Why a signal about a whole company or group takes two people, and what the first of them says. */
export function CloseByTwo({ signal }: { signal: SignalShown }) {
  const { t } = useWords()
  if (signal.closes === 'alone') return null
  if (signal.closes === 'ask')
    return (
      <Note tone="sand" title={t('signals.one.twoTitle')}>
        {t('signals.one.twoText')}
      </Note>
    )
  return (
    <Note tone="warn" title={t(signal.closes === 'waits' ? 'signals.one.twoTitle' : 'signals.one.twoAsked')}>
      {signal.closes === 'waits' && <p>{t('signals.one.twoWaits')}</p>}
      <p dir="auto">{signal.closeAskedReason}</p>
    </Note>
  )
}

/** The officer's judgement with a reason, which ends a pause; of what two people close, the question of the first. */
export function CloseSignalForm(props: {
  formKey: string
  pauses: boolean
  isAsking: boolean
  error: string | undefined
  typed: string | undefined
}) {
  const { t } = useWords()
  return (
    <Block title={t('signals.one.close')} id="afsluiten">
      <PostForm idempotencyKey={props.formKey} card>
        <TextArea
          name="reason"
          label={t('signals.one.reason')}
          hint={t(props.isAsking ? 'signals.one.askHint' : 'signals.one.reasonHint')}
          required
          maxLength={2000}
          error={props.error}
          defaultValue={props.typed}
        />
        <div className="in-row">
          <Button>
            {t(props.isAsking ? 'signals.one.ask' : props.pauses ? 'signals.one.closeLift' : 'signals.one.close')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}
