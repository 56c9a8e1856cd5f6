import { TextLink } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { PositionReasons, type StandingView } from './position-standing.tsx'

/** Why nobody can begin at this place now, and where the employer mends it: instead of a yes that would be refused. */
export function CandidateWaits(props: { reasons: StandingView['reasons']; rejected: boolean; positionId: string }) {
  const { t } = useWords()
  const { reasons, rejected, positionId } = props
  return (
    <>
      <Note tone="warn" title={t('employer.candidate.waitsTitle')}>
        {t(rejected ? 'employer.candidate.waitsRejected' : 'employer.candidate.waitsText')}
      </Note>
      {reasons.length > 0 && <PositionReasons outcome={rejected ? 'human' : 'block'} reasons={reasons} />}
      <p>
        <TextLink href={`/werkgever/plekken/${positionId}`}>{t('employer.candidate.waitsMend')}</TextLink>
      </p>
    </>
  )
}
