import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AUDIT_CONSEQUENCES, AUDIT_FINDINGS } from '#db/values/safeguards.ts'
import type { AuditFileShown } from './audit-view.ts'
import { EarlierAnswers } from './earlier-answers.tsx'

type Sent = { errors: Record<string, string[]>; typed: (name: string) => string | undefined }

/** The file with its steps: finding, answer, consequence; a form where it is the officer's turn. */
export function AuditFile(
  props: {
    file: AuditFileShown
    earlier: readonly { body: string; at: string }[]
    today: string
    answerDays: number
    formKey: string
  } & Sent,
) {
  const { t, day, moment } = useWords()
  const { file, today } = props
  const isHeard =
    file.state === 'answered' ||
    (file.state === 'asked' && (file.finding === 'in-order' || (file.answerDueOn ?? today) < today))
  return (
    <>
      <Card>
        <DescriptionList
          items={[
            { term: t('audits.employer'), value: <bdi>{file.employerName}</bdi> },
            {
              term: t('audits.file'),
              value: <a href={`/toets/${file.positionId}`}>{t('audits.one.open')}</a>,
              source: `${t(`enum.positionType.${file.type}`)}, ${file.code}`,
            },
            ...(file.finding
              ? [
                  {
                    term: t(file.state === 'closed' ? 'audits.one.finding' : 'audits.one.provisional'),
                    value: t(`audits.findings.${file.finding}`),
                    source: file.motivation,
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {file.state !== 'closed' && (
        <Note title={t('audits.one.steps')}>
          <ol className="in-bullets">
            <li>{t('audits.one.step1')}</li>
            <li>{t('audits.one.step2', { days: props.answerDays })}</li>
            <li>{t('audits.one.step3')}</li>
          </ol>
        </Note>
      )}
      {file.state !== 'drawn' && (
        <Block title={t('audits.one.answer')}>
          {file.answer ? (
            <Card>
              <p className="in-said" dir="auto">
                {file.answer}
              </p>
            </Card>
          ) : (
            <p>
              {t('audits.one.noAnswer')}{' '}
              {!isHeard &&
                file.state === 'asked' &&
                file.answerDueOn &&
                t('audits.one.waits', { day: day(file.answerDueOn) })}
            </p>
          )}
          <EarlierAnswers answers={props.earlier} />
        </Block>
      )}
      {file.state === 'drawn' && <FindForm {...props} />}
      {isHeard && <CloseForm {...props} />}
      {file.state === 'closed' && file.consequence && file.closedAt && (
        <Note
          tone={file.consequence === 'none' ? 'ok' : 'warn'}
          title={t('audits.one.closedTitle', { moment: moment(file.closedAt) })}
        >
          <p>
            {t('audits.consequence')}: {t(`audits.consequences.${file.consequence}`)}
          </p>
          <p dir="auto">{file.closingReason}</p>
        </Note>
      )}
    </>
  )
}

function FindForm({ formKey, errors, typed }: { formKey: string } & Sent) {
  const { t } = useWords()
  return (
    <Block title={t('audits.one.find')} id="bevinding">
      <PostForm idempotencyKey={formKey} card>
        <input type="hidden" name="intent" value="find" />
        <RadioList
          name="finding"
          label={t('audits.one.question')}
          required
          error={errors['finding']?.[0]}
          defaultValue={typed('finding')}
          options={AUDIT_FINDINGS.map((value) => ({ value, label: t(`audits.findings.${value}`) }))}
        />
        <TextArea
          name="motivation"
          label={t('audits.one.motivation')}
          hint={t('audits.one.motivationHint')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <div className="in-row">
          <Button>{t('audits.one.findSend')}</Button>
        </div>
      </PostForm>
    </Block>
  )
}

function CloseForm({ file, formKey, errors, typed }: { file: AuditFileShown; formKey: string } & Sent) {
  const { t } = useWords()
  const heaviest = AUDIT_FINDINGS.indexOf(file.finding ?? 'in-order')
  return (
    <Block title={t('audits.one.close')} id="afsluiten">
      <p className="in-grey">
        {t('audits.one.closeLead')} {t('audits.one.second')}
      </p>
      <PostForm idempotencyKey={formKey} card>
        <input type="hidden" name="intent" value="close" />
        <RadioList
          name="finding"
          label={t('audits.one.finding')}
          required
          error={errors['finding']?.[0]}
          defaultValue={typed('finding') ?? file.finding ?? undefined}
          options={AUDIT_FINDINGS.filter((_, index) => index <= heaviest).map((value) => ({
            value,
            label: t(`audits.findings.${value}`),
          }))}
        />
        <RadioList
          name="consequence"
          label={t('audits.one.consequence')}
          required
          error={errors['consequence']?.[0]}
          defaultValue={typed('consequence')}
          options={AUDIT_CONSEQUENCES.map((value) => ({
            value,
            label: t(`audits.consequences.${value}`),
            hint: t(`audits.one.consequenceHints.${value}`),
          }))}
        />
        <TextArea
          name="reason"
          label={t('audits.one.reason')}
          hint={t('audits.one.motivationHint')}
          required
          maxLength={2000}
          error={errors['reason']?.[0]}
          defaultValue={typed('reason')}
        />
        <div className="in-row">
          <Button>{t('audits.one.closeSend')}</Button>
        </div>
      </PostForm>
    </Block>
  )
}
