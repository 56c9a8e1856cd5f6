import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { type CaseShown, decisionNumber } from './case-view.ts'

/** The decision on the case when there is one, what employer and officer wrote, and a form to ask the employer something. */
export function CaseTalk(props: {
  view: CaseShown
  formKey: string
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { t, moment, day } = useWords()
  const { view, errors, typed } = props
  return (
    <>
      {view.decisions.length > 0 && (
        <Block title={t('cases.page.decidedTitle', { count: view.decisions.length })}>
          {view.decisions.map((decision) => (
            <Note
              key={decision.decidedAt}
              tone={decision.outcome === 'approved' ? 'ok' : 'warn'}
              title={`${t(`cases.outcome.${decision.outcome}`)}, ${moment(decision.decidedAt)}`}
            >
              <p>{decision.motivation}</p>
              <p className="in-small">
                {t('cases.page.decisionNumber', { number: decisionNumber(decision.id) })}{' '}
                {decision.decidedByName && (
                  <>
                    {t('cases.by')} <bdi>{decision.decidedByName}</bdi>.{' '}
                  </>
                )}
                {decision.outcome === 'approved' &&
                  `${t('cases.until')} ${decision.validUntil ? day(decision.validUntil) : t('cases.untilChanged')}`}
              </p>
            </Note>
          ))}
        </Block>
      )}
      <Block title={t(view.card ? 'cases.page.messagesAll' : 'cases.page.messages')} id="berichten">
        {view.messages.length === 0 ? (
          <p className="in-grey">{t('cases.page.noMessages')}</p>
        ) : (
          <Card>
            <ol className="in-log">
              {view.messages.map((one) => (
                <li key={one.id}>
                  <b>
                    {t(`cases.page.messageKind.${one.kind}`)}, {codedWord(t, 'enum.role', one.byRole)?.toLowerCase()}
                  </b>
                  <p className="in-said" dir="auto">
                    {one.body}
                  </p>
                  <time dateTime={one.at}>
                    {moment(one.at)}
                    {one.isEarlier && `. ${t('cases.page.earlierMessage')}`}
                  </time>
                </li>
              ))}
            </ol>
          </Card>
        )}
        <details open={errors['body'] !== undefined}>
          <summary>{t(view.card ? 'cases.page.askCoach' : 'cases.page.ask')}</summary>
          <PostForm idempotencyKey={props.formKey} card>
            <input type="hidden" name="intent" value="question" />
            <input type="hidden" name="verdictId" value={view.id} />
            <input type="hidden" name="kind" value="question" />
            <TextArea
              name="body"
              label={t(view.card ? 'cases.page.askCoach' : 'cases.page.ask')}
              hint={t(view.card ? 'cases.page.askCoachHint' : 'cases.page.askHint')}
              required
              maxLength={2000}
              error={errors['body']?.[0]}
              defaultValue={typed('body')}
            />
            <div className="in-row">
              <Button variant="second">{t('cases.page.askSend')}</Button>
            </div>
          </PostForm>
        </details>
      </Block>
    </>
  )
}
