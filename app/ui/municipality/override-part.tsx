import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { CaseShown, OverrideShown } from './case-view.ts'

type Sent = { errors: Record<string, string[]>; typed: (name: string) => string | undefined }

/** A block: whether two people may let it pass, the request that waits for the second, or the form to ask. Nothing where there is no block. */
export function OverridePart(props: {
  view: CaseShown
  coachWaits: boolean
  formKey: string
  ask: Sent
  decide: Sent
}) {
  const { t } = useWords()
  const { view, formKey } = props
  if (view.canBeOverridden === null) return null
  const waiting = view.overrides.find((one) => one.state === 'asked')
  const past = view.overrides.filter((one) => one.state !== 'asked')
  const stands = past.some((one) => one.state === 'confirmed' && one.validUntil >= view.today)
  const isOff = view.verdict.moment === 'publish' && (view.state === 'draft' || view.state === 'paused')
  const mayAsk = view.isNewest && (isOff || props.coachWaits)
  return (
    <>
      {!view.canBeOverridden && (
        <Note tone="error" title={t('cases.override.never')}>
          {t(view.card ? 'cases.override.neverStart' : 'cases.override.neverText')}
        </Note>
      )}
      {waiting && <Second one={waiting} isNewest={view.isNewest} formKey={formKey} {...props.decide} />}
      {view.canBeOverridden && !waiting && !stands && mayAsk && <Ask view={view} formKey={formKey} {...props.ask} />}
      {past.length > 0 && <Past overrides={past} />}
    </>
  )
}

function Ask({ view, formKey, errors, typed }: { view: CaseShown; formKey: string } & Sent) {
  const { t } = useWords()
  return (
    <Block title={t('cases.override.title')} id="doorlaten">
      <p className="in-grey">{t('cases.override.lead')}</p>
      <PostForm idempotencyKey={formKey} card>
        <input type="hidden" name="intent" value="ask-override" />
        <input type="hidden" name="verdictId" value={view.id} />
        <TextArea
          name="motivation"
          label={t('cases.override.motivation')}
          hint={t('cases.override.motivationHint')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <DateInput
          name="validUntil"
          label={t('cases.override.until')}
          hint={t('cases.override.untilHint', { months: view.overrideMonths })}
          required
          min={view.today}
          max={view.overrideUntil}
          error={errors['validUntil']?.[0]}
          defaultValue={typed('validUntil')}
        />
        <div className="in-row">
          <Button>{t('cases.override.send')}</Button>
        </div>
      </PostForm>
    </Block>
  )
}

/** For the one who asked: it waits, and can be withdrawn. For a colleague: confirm or refuse. */
function Second(props: { one: OverrideShown; isNewest: boolean; formKey: string } & Sent) {
  const { one, isNewest, formKey, errors, typed } = props
  const withdraws = one.isOwn || !isNewest
  const { t, day, moment } = useWords()
  const until = day(one.validUntil)
  return (
    <Block title={t('cases.override.waits')} id="doorlaten">
      <Note
        tone="warn"
        icon="people"
        title={t('cases.override.waitsText', {
          name: one.askedByName,
          moment: moment(one.askedAt),
          until,
        })}
      >
        <p dir="auto">{one.motivation}</p>
        {one.isOwn && <p>{t('cases.override.own')}</p>}
        {!isNewest && <p>{t('cases.override.outdated')}</p>}
      </Note>
      <PostForm idempotencyKey={formKey} card>
        <input type="hidden" name="intent" value="decide-override" />
        <input type="hidden" name="overrideId" value={one.id} />
        {withdraws ? (
          <input type="hidden" name="decision" value="refuse" />
        ) : (
          <RadioList
            name="decision"
            label={t('cases.override.question')}
            required
            error={errors['decision']?.[0]}
            defaultValue={typed('decision')}
            options={[
              { value: 'confirm', label: t('cases.override.confirm', { until }) },
              { value: 'refuse', label: t('cases.override.refuse') },
            ]}
          />
        )}
        <TextArea
          name="motivation"
          label={t('cases.override.second')}
          hint={t('cases.override.motivationHint')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <div className="in-row">
          <Button variant={withdraws ? 'second' : undefined}>
            {t(withdraws ? 'cases.override.withdraw' : 'cases.override.decide')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}

function Past({ overrides }: { overrides: OverrideShown[] }) {
  const { t, day, moment } = useWords()
  return (
    <Block title={t('cases.override.earlier')}>
      <ol className="in-log">
        {overrides.map((one) => (
          <li key={one.id}>
            <b>{t(`cases.override.state.${one.state}`)}</b>
            <p>
              {t('cases.override.line', {
                name: one.askedByName,
                until: day(one.validUntil),
                motivation: one.motivation,
              })}
            </p>
            {one.secondByName && (
              <p>
                {t('cases.override.lineSecond', { name: one.secondByName, motivation: one.secondMotivation ?? '' })}
              </p>
            )}
            {one.state === 'confirmed' && one.changed.length > 0 && (
              <p>
                {t('cases.override.outgrown', {
                  list: one.changed.map((name) => codedWord(t, 'cases.judged', name) ?? name).join(', '),
                })}
              </p>
            )}
            <time dateTime={one.askedAt}>{moment(one.askedAt)}</time>
          </li>
        ))}
      </ol>
    </Block>
  )
}

/** One person is enough to say no to a start that is blocked: the coach reads why. */
export function RejectStart({ view, formKey, errors, typed }: { view: CaseShown; formKey: string } & Sent) {
  const { t } = useWords()
  return (
    <details open={errors['motivation'] !== undefined}>
      <summary>{t('cases.override.reject')}</summary>
      <PostForm idempotencyKey={formKey} card>
        <input type="hidden" name="intent" value="decide-start" />
        <input type="hidden" name="verdictId" value={view.id} />
        <input type="hidden" name="outcome" value="rejected" />
        <TextArea
          name="motivation"
          label={t('municipality.case.motivation')}
          hint={t('municipality.starts.motivationHint')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <div className="in-row">
          <Button variant="second">{t('cases.override.rejectSend')}</Button>
        </div>
      </PostForm>
    </details>
  )
}
