import { ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { ConsentField, ProposalState as State } from '#db/values/proposals.ts'

/** How a proposal stands that has nothing to answer (any more), in one soft sentence. */
export function ProposalState({ state }: { state: State | 'withheld' }) {
  const { t } = useWords()
  return (
    <Note tone="sand" title={t('newcomer.proposal.stateTitle')}>
      {t(`newcomer.proposal.state.${state as 'shortlisted'}`)}
    </Note>
  )
}

/** What happens when after a yes: who sees what now, until when the employer answers, and how to take it back. */
export function AfterYes(props: {
  employer: string
  coach: string
  answerDueOn: string | null
  fields: readonly ConsentField[]
  withdrawHref: string | null
}) {
  const { t, day, list } = useWords()
  const { employer, coach } = props
  const ticked = props.fields.filter((field) => field !== 'given-name').map((field) => t(`enum.consentField.${field}`))
  const more = ticked.length > 0 ? t('newcomer.proposal.afterMore', { fields: list(ticked) }) : ''
  return (
    <Panel gap={3}>
      <h2 className="in-cap">{t('newcomer.proposal.after')}</h2>
      <NumberedList
        items={[
          t('newcomer.proposal.after1', { employer, more }),
          ...(props.answerDueOn ? [t('newcomer.proposal.after2', { employer, day: day(props.answerDueOn) })] : []),
          t('newcomer.proposal.after3', { coach }),
          t('newcomer.proposal.after4'),
        ]}
      />
      {props.withdrawHref && (
        <ButtonLink variant="second" icon="undo" href={props.withdrawHref}>
          {t('newcomer.proposal.afterStop')}
        </ButtonLink>
      )}
    </Panel>
  )
}
