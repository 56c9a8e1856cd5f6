import type { ReactNode } from 'react'
import { ButtonLink } from '#app/ui/button.tsx'
import type { IconName } from '#app/ui/icon.tsx'
import { Journey } from '#app/ui/pictures/journey.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { journeySteps, type Standing, type Step } from './journey-steps.ts'
import { isolated } from './position-text.tsx'

type Proposal = { id: string; employerName: string; answerDueOn: string | null; state: string }
type Placement = { startsOn: string; endsOn: string | null; mentor: string; employerName: string }

const ICON: Record<string, IconName> = {
  intake: 'person',
  search: 'search',
  choose: 'heart',
  employer: 'work',
  meet: 'people',
  start: 'flag',
  onward: 'arrow',
}

/** The way to work as a list with one "you are here"; the present step says what happens now and what to do. */
export function JourneyView(props: {
  standing: Standing
  proposal: Proposal | null
  placement: Placement | null
  coachName: string
  root: string
}) {
  const { t, day } = useWords()
  const coach = isolated(props.coachName)
  const { proposal, placement } = props
  const titleOf = ({ key }: Step): string =>
    key in ICON
      ? t(`newcomer.journey.${key as 'intake' | 'search' | 'choose' | 'employer' | 'meet' | 'start' | 'onward'}`)
      : t(`enum.followUpKind.${key as 'week-2' | 'month-1' | 'month-3' | 'month-6' | 'month-12'}`)
  return (
    <Journey
      heading="h3"
      words={{ here: t('newcomer.journey.here'), done: t('newcomer.journey.done') }}
      steps={journeySteps(props.standing).map((step) => {
        const date = dateOf(step)
        const body = bodyOf(step)
        return {
          state: step.state,
          icon: ICON[step.key] ?? 'mouth',
          title: titleOf(step),
          ...(date && { date }),
          ...(body && { body }),
        }
      })}
    />
  )

  function dateOf(step: Step): string | null {
    if (step.dueOn) return day(step.dueOn)
    if (step.key === 'start' && placement)
      return step.state === 'done'
        ? t('newcomer.journey.startedOn', { day: day(placement.startsOn) })
        : day(placement.startsOn)
    if (step.key === 'onward' && placement?.endsOn) return t('newcomer.journey.endsOn', { day: day(placement.endsOn) })
    return null
  }

  function bodyOf(step: Step): ReactNode {
    if (step.key === 'onward') return <p>{t('newcomer.journey.onwardText')}</p>
    if (step.state !== 'now') return null
    switch (step.key) {
      case 'intake':
        return <p>{t('newcomer.journey.intakeNow', { coach })}</p>
      case 'search':
        return props.standing.availability === 'paused' ? (
          <p>{t('newcomer.journey.searchPaused')}</p>
        ) : (
          <div className="in-stack in-gap-3">
            <p>{t('newcomer.journey.searchNow')}</p>
            <ButtonLink variant="second" icon="search" href={`${props.root}/plekken`}>
              {t('newcomer.journey.searchSelf')}
            </ButtonLink>
          </div>
        )
      case 'choose':
        return (
          <div className="in-stack in-gap-3">
            <p>{t('newcomer.journey.chooseNow')}</p>
            {proposal && <Open id={proposal.id} root={props.root} />}
          </div>
        )
      case 'employer': {
        const employer = isolated(proposal?.employerName ?? '')
        return (
          <div className="in-stack in-gap-3">
            <p>
              {proposal?.answerDueOn
                ? t('newcomer.journey.employerNow', { employer, day: day(proposal.answerDueOn) })
                : t('newcomer.journey.employerNowOpen', { employer })}
            </p>
            {proposal && <Open id={proposal.id} root={props.root} />}
          </div>
        )
      }
      case 'meet':
        return <p>{t('newcomer.journey.meetNow', { coach })}</p>
      case 'start':
        return (
          placement && (
            <p>
              {t('newcomer.journey.startNow', {
                day: day(placement.startsOn),
                employer: isolated(placement.employerName),
                mentor: isolated(placement.mentor),
              })}
            </p>
          )
        )
      default:
        return <p>{t('newcomer.journey.talk', { coach })}</p>
    }
  }
}

function Open(props: { id: string; root: string }) {
  const { t } = useWords()
  return (
    <ButtonLink href={`${props.root}/mijn-reis/voorstel/${props.id}`} iconAfter="arrow">
      {t('newcomer.journey.open')}
    </ButtonLink>
  )
}
