import { LockChips } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { IconList, Panel } from '#app/ui/card.tsx'
import { CheckList, Choice } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { Pictogram } from '#app/ui/icon.tsx'
import { Section } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'

/** The given name is always shared after a yes; the others are ticked. */
const TICKED = CONSENT_FIELDS.filter((field) => field !== 'given-name')

/** Yes, talk first or no: equal in size, nothing chosen, and what the employer may see besides after a yes. */
export function ChoiceForm(props: {
  employer: string
  coach: string
  yesUntil: string
  textVersion: string
  formKey: string
  mistaken: boolean
  typed: Record<string, string | string[]>
}) {
  const { t, day } = useWords()
  const { employer, coach } = props
  const error = props.mistaken ? t('newcomer.proposal.error') : undefined
  const { choice, fields } = props.typed
  return (
    <>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ choice: error }} />
      <PostForm idempotencyKey={props.formKey} id="kies">
        <input type="hidden" name="textVersion" value={props.textVersion} />
        <div className="in-bigquestion">
          <Choice
            name="choice"
            label={<h2>{t('newcomer.proposal.choice')}</h2>}
            error={error}
            defaultValue={typeof choice === 'string' ? choice : undefined}
            options={[
              {
                value: 'yes',
                pictogram: 'heart',
                label: t('newcomer.proposal.yes'),
                hint: t('newcomer.proposal.yesHint', { employer, day: day(props.yesUntil) }),
              },
              {
                value: 'talk-first',
                pictogram: 'talk',
                label: t('newcomer.proposal.talk', { coach }),
                hint: t('newcomer.proposal.talkHint', { coach }),
              },
              {
                value: 'no',
                pictogram: 'shield',
                label: t('newcomer.proposal.no'),
                hint: t('newcomer.proposal.noHint'),
              },
            ]}
          />
        </div>
        <CheckList
          name="fields"
          label={t('newcomer.proposal.fields', { employer })}
          hint={t('newcomer.proposal.fieldsHint')}
          defaultValue={fields === undefined ? [] : [fields].flat()}
          options={TICKED.map((field) => ({ value: field, label: t(`enum.consentField.${field}`) }))}
        />
        <Button big iconAfter="arrow">
          {t('newcomer.proposal.send')}
        </Button>
      </PostForm>
    </>
  )
}

/** What no card has, as locks. */
export function HiddenFromEmployer() {
  const { t } = useWords()
  return (
    <Section title={t('newcomer.proposal.hidden')}>
      <LockChips
        items={[
          t('newcomer.proposal.hiddenName'),
          t('newcomer.proposal.hiddenPhoto'),
          t('newcomer.proposal.hiddenContact'),
          t('newcomer.proposal.hiddenOrigin'),
          t('newcomer.proposal.hiddenFamily'),
          t('newcomer.proposal.hiddenHealth'),
          t('newcomer.proposal.hiddenAge'),
        ]}
      />
    </Section>
  )
}

/**
 * The reader stays in charge: stopping, the end of a yes, looking who can see. `yesUntil` null: there is nothing to answer. `workingWith`: a placement
 * stands, so the yes cannot be taken back on a page any more; why, and the coach to ask.
 */
export function StayInCharge({ yesUntil, workingWith }: { yesUntil: string | null; workingWith: string | null }) {
  const { t, day } = useWords()
  if (workingWith !== null)
    return (
      <Panel tone="mint" gap={3}>
        <Pictogram name="shield" size="l" />
        <h2>{t('newcomer.data.whileWorkingTitle')}</h2>
        <p>{t('newcomer.data.whileWorking', { coach: workingWith })}</p>
      </Panel>
    )
  return (
    <Panel tone="mint" gap={3}>
      <Pictogram name="shield" size="l" />
      <h2>{t('newcomer.proposal.boss')}</h2>
      <IconList
        items={[
          { icon: 'undo', text: t('newcomer.proposal.boss1') },
          ...(yesUntil ? [{ icon: 'clock' as const, text: t('newcomer.proposal.boss2', { day: day(yesUntil) }) }] : []),
          { icon: 'eye', text: t('newcomer.proposal.boss3') },
          { icon: 'heart', text: t('newcomer.proposal.boss4') },
        ]}
      />
    </Panel>
  )
}
