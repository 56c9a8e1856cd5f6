import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Disc } from '#app/ui/card.tsx'
import { HiddenKey } from '#app/ui/form/form.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionState, PositionType } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'
import { PositionBadge } from './state-badge.tsx'

/** One position in the employer's list. */
export type OwnPosition = {
  id: string
  key: string
  title: string
  type: PositionType
  state: PositionState
  sector: Sector
  place: string
  startsOn: string
  /** Last day on the site; null while it is not there. */
  until: string | null
  seats: number
  seatsFree: number
  candidates: { shortlisted: number; consented: number; accepted: number; placed: number }
  canPause: boolean
  canResume: boolean
}

/** A position with its state, its candidates and the one next step. */
export function OwnPositionCard({ position }: { position: OwnPosition }) {
  const { t, day } = useWords()
  const { candidates } = position
  const counts = (['consented', 'accepted', 'shortlisted', 'placed'] as const).filter((state) => candidates[state] > 0)
  return (
    <li className={candidates.consented > 0 ? 'in-card in-next in-emp-pos' : 'in-card in-emp-pos'}>
      <div className="in-row in-row--line in-row--top">
        <Disc pictogram={SECTOR_PICTOGRAM[position.sector]} size="s" />
        <div className="in-stack in-gap-1">
          <h2>
            <a href={`/werkgever/plekken/${position.id}`}>
              <bdi>{position.title}</bdi>
            </a>
          </h2>
          <p className="in-small in-grey">
            {t(`enum.positionType.${position.type}`)}, <bdi>{position.place}</bdi>.{' '}
            {t('employer.positions.startsOn', { day: day(position.startsOn) })}
          </p>
          <div className="in-row in-gap-2">
            <PositionBadge state={position.state} />
            {position.until && (
              <span className="in-small in-grey">{t('employer.positions.untilDay', { day: day(position.until) })}</span>
            )}
          </div>
        </div>
      </div>
      <div>
        <p className="in-small">
          <b>
            {position.seatsFree > 0
              ? t('employer.positions.free', { count: position.seatsFree, seats: position.seats })
              : t('employer.positions.full')}
          </b>
        </p>
        {counts.length > 0 ? (
          <ul className="in-emp-counts">
            {counts.map((state) => (
              <li key={state}>
                {candidates[state]} {t(`employer.positions.${state}`)}
              </li>
            ))}
          </ul>
        ) : (
          <p className="in-small in-grey">{t('employer.positions.noCandidates')}</p>
        )}
      </div>
      <div className="in-emp-pos__act">
        <NextStep position={position} />
        {(position.canPause || position.canResume) && (
          <form method="post" action={`/werkgever/plekken/${position.id}`}>
            <HiddenKey value={position.key} />
            <Button
              variant={position.canResume ? 'second' : 'quiet'}
              name="step"
              value={position.canResume ? 'resume' : 'pause'}
              about={position.title}
              wide
            >
              {t(position.canResume ? 'employer.position.resume' : 'employer.position.pause')}
            </Button>
          </form>
        )}
      </div>
    </li>
  )
}

function NextStep({ position: { id, state, title, candidates, canResume } }: { position: OwnPosition }) {
  const { t } = useWords()
  const own = `/werkgever/plekken/${id}`
  if (candidates.consented > 0)
    return (
      <ButtonLink href={`${own}/kandidaten`} about={title} iconAfter="arrow">
        {t('employer.next.answer', { count: candidates.consented })}
      </ButtonLink>
    )
  if (canResume) return null
  const href = state === 'draft' || state === 'expired' ? `${own}/bewerken` : own
  return (
    <ButtonLink variant="second" href={href} about={title} iconAfter="arrow">
      {t(`employer.next.${state}`)}
    </ButtonLink>
  )
}
