import { TextLink } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { EmployerVerdict, type VerdictReasonView } from './verdict.tsx'

export type StandingView = {
  kind: 'withheld' | 'rejected' | 'officer' | 'questions' | 'blocked'
  /** Questions that nobody answered, or whose answer is too old. */
  unanswered: number
  verdictId: string
  /** Why an officer took it off. */
  motivation: string
  reasons: VerdictReasonView[]
}

/** The reasons for which a place stands still, each with how to mend it. */
export function PositionReasons(props: { outcome: 'human' | 'block'; reasons: VerdictReasonView[] }) {
  const { t } = useWords()
  const { outcome, reasons } = props
  return <EmployerVerdict heading="h3" verdict={{ outcome, reasons }} title={t('employer.standing.why')} text="" />
}

/** Why a place is off the site or not proposed, for which reasons, and where to mend it. */
export function PositionStanding({ standing, positionId }: { standing: StandingView; positionId: string }) {
  const { t } = useWords()
  const { kind, unanswered } = standing
  const isOff = kind === 'withheld' || kind === 'rejected'
  return (
    <section className="in-stack in-gap-3" aria-label={t(`employer.standing.${kind}Title`)}>
      <Note tone={isOff ? 'error' : 'warn'} title={t(`employer.standing.${kind}Title`)}>
        {t(`employer.standing.${kind}Text`)}
        {standing.motivation && ` ${t('employer.position.motivation', { text: standing.motivation })}`}
        {unanswered > 0 && ` ${t('employer.standing.unanswered', { count: unanswered })}`}
      </Note>
      <PositionReasons
        outcome={kind === 'withheld' || kind === 'blocked' ? 'block' : 'human'}
        reasons={standing.reasons}
      />
      <p className="in-row in-gap-4">
        <TextLink href="/werkgever/dossier/vragen">{t('employer.standing.questions')}</TextLink>
        <TextLink href={`/werkgever/plekken/${positionId}/bewerken`}>{t('employer.position.edit')}</TextLink>
        <TextLink href={`/werkgever/dossier/antwoorden/${standing.verdictId}`}>
          {t('employer.standing.object')}
        </TextLink>
      </p>
    </section>
  )
}
