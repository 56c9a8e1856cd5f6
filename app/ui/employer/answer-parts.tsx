import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { CaseMessageKind, Outcome, RuleBasis } from '#db/values/safeguards.ts'
import type { ObjectionView } from './answer-decisions.tsx'
import { OUTCOME_TONE } from './own-answers.tsx'

export type TrailView = {
  rule: string
  version: number
  title: string
  tags: readonly RuleBasis[]
  outcome: Outcome
}

/** Every rule that was asked, with its outcome, what it stands on, and the way to its explanation. */
export function RuleTrail({ trail }: { trail: readonly TrailView[] }) {
  const { t } = useWords()
  return (
    <section className="in-block" aria-labelledby="regels">
      <h2 id="regels">{t('record.page.basis')}</h2>
      <p className="in-grey">{t('record.page.basisLead')}</p>
      <DataTable
        caption={t('record.page.basis')}
        captionHidden
        roomy
        rows={trail}
        keyOf={(line) => line.rule}
        empty={<p>{t('record.page.noTrail')}</p>}
        columns={[
          {
            head: t('record.page.rule'),
            cell: (line) => (
              <>
                <a href={`/nl/regels#${line.rule}`}>{line.title}</a>
                <span className="in-src">
                  {line.rule}, {t('record.page.ruleVersion', { version: line.version })}
                </span>
              </>
            ),
          },
          {
            head: t('record.outcome'),
            cell: (line) => <Badge tone={OUTCOME_TONE[line.outcome]}>{t(`enum.outcome.${line.outcome}`)}</Badge>,
          },
          {
            head: t('rules.whyTitle'),
            cell: (line) => line.tags.map((tag) => t(`rules.tag.${tag}`)).join(', '),
          },
        ]}
      />
    </section>
  )
}

export type MessageView = {
  id: string
  kind: CaseMessageKind
  body: string
  byRole: string
  at: string
  /** About an earlier outcome on the same place. */
  isEarlier: boolean
}

/** What employer and municipality wrote about an answer, and the form to write more. */
export function AnswerMessages(props: {
  messages: readonly MessageView[]
  objection: ObjectionView
  verdictId: string
  idempotencyKey: string
  typed: Typed
  errors: Record<string, string>
}) {
  const { t, moment } = useWords()
  return (
    <section className="in-block" id="berichten" aria-labelledby="berichten-titel">
      <h2 id="berichten-titel">{t('record.page.messages')}</h2>
      {props.messages.length === 0 ? (
        <p className="in-grey">{t('record.page.noMessages')}</p>
      ) : (
        <ol className="in-stack in-gap-3">
          {props.messages.map((one) => (
            <li className="in-card in-stack in-gap-2" key={one.id}>
              <p className="in-small in-grey">
                {t(one.byRole === 'officer' ? 'record.page.from.officer' : 'record.page.from.employer')},{' '}
                {t(`record.page.kind.${one.kind}`).toLowerCase()}, {moment(one.at)}
                {one.isEarlier && `. ${t('record.page.earlierMessage')}`}
              </p>
              <p className="in-said" dir="auto">
                {one.body}
              </p>
            </li>
          ))}
        </ol>
      )}
      <h3>{t('record.page.write')}</h3>
      <p className="in-grey">{t(props.objection === 'possible' ? 'record.page.writeBack' : 'record.page.writeLead')}</p>
      <PostForm idempotencyKey={props.idempotencyKey} card>
        <input type="hidden" name="verdictId" value={props.verdictId} />
        <RadioList
          name="kind"
          label={t('record.page.which')}
          required
          error={props.errors['kind']}
          defaultValue={textOf(props.typed, 'kind')}
          options={(['answer', 'objection'] as const).map((kind) => ({
            value: kind,
            label: t(`record.page.choose.${kind}`),
          }))}
        />
        <TextArea
          name="body"
          label={t('record.page.body')}
          hint={t('record.page.bodyHint')}
          required
          rows={5}
          maxLength={2000}
          error={props.errors['body']}
          defaultValue={textOf(props.typed, 'body')}
        />
        <div>
          <Button>{t('record.page.send')}</Button>
        </div>
      </PostForm>
    </section>
  )
}
