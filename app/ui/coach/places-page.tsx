import type { ReactNode } from 'react'
import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Disc, IconList } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { Marked } from '#app/ui/marked.tsx'
import { FitGlyph } from '#app/ui/pictures/fit-glyph.tsx'
import { Shares } from '#app/ui/pictures/shares.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Block } from '#app/ui/stack.tsx'
import type { TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { PositionLine } from '#server/proposals/reads-match.ts'
import { BesideBox } from './beside-box.tsx'
import { capital } from './capital.ts'
import { PLACES_FORM } from './compare-places.tsx'
import { useFitWords } from './fit-words.ts'
import { AskLine, Ways } from './match-change.tsx'
import type { ShownPlace, ShownPlaces } from './match-data.ts'
import { useReason } from './match-parts.tsx'

const ANSWERS = ['fits', 'almost', 'unknown', 'not'] as const

/** Which open places fit one newcomer, which miss by one thing and how to mend it, and which skills would open most. */
export function PlacesPage(props: {
  newcomerId: string
  places: ShownPlaces
  labels: TermLabels
  /** Places that stand side by side. */
  chosen: readonly string[]
  /** The words that were looked for. */
  q: string
  /** The coach looks for something, so what does not fit is named too. */
  isAsked: boolean
}) {
  const { places, labels, newcomerId } = props
  const { t, number } = useWords()
  const { counts } = places
  const cards = (some: readonly ShownPlace[], isAlmost: boolean) => (
    <ul className="in-grid in-grid--xl">
      {some.map((place) => (
        <PlaceCard
          key={place.id}
          place={place}
          newcomerId={newcomerId}
          labels={labels}
          isAlmost={isAlmost}
          isChosen={props.chosen.includes(place.id)}
          q={props.q}
        />
      ))}
    </ul>
  )
  const shownOf = (shown: number, count: number) =>
    count > shown ? <p className="in-small in-grey">{t('match.places.shown', { shown, all: number(count) })}</p> : null
  return (
    <div className="in-stack in-gap-6">
      <div className="in-card">
        <Shares
          items={ANSWERS.map((answer) => ({
            key: answer,
            label: t(`match.places.answer.${answer}`),
            count: counts[answer],
          }))}
          table={{ label: t('common.asTable'), head: [t('match.tableHead.state'), t('match.places.count')] }}
        />
      </div>
      <Block title={t('match.places.fits')}>
        {places.fits.length > 0 ? (
          <>
            {shownOf(places.fits.length, counts.fits)}
            {cards(places.fits, false)}
          </>
        ) : (
          <EmptyState
            inline
            heading="h3"
            pictogram="journey"
            title={t('match.places.fitsNone')}
            text={t('match.places.fitsNoneText')}
          />
        )}
      </Block>
      {counts.unknown > 0 && (
        <Block title={t('match.places.unknown')}>
          <div className="in-card in-stack in-gap-3">
            <p>{t('match.places.unknownText', { count: counts.unknown })}</p>
            <ul className="in-could">
              {places.asks.map(({ ask, positions }) => (
                <AskLine
                  key={ask}
                  ask={ask}
                  newcomerId={newcomerId}
                  count={t('match.places.unknownAt', { count: positions })}
                />
              ))}
            </ul>
          </div>
        </Block>
      )}
      <Block title={t('match.places.almost')} id="bijna">
        {places.almost.length > 0 ? (
          <>
            {shownOf(places.almost.length, counts.almost)}
            {cards(places.almost, true)}
          </>
        ) : (
          <p>{t('match.places.almostNone')}</p>
        )}
      </Block>
      {props.isAsked && places.others.length > 0 && (
        <Block title={t('match.places.others')} id="anders">
          {shownOf(places.others.length, counts.unknown + counts.not)}
          <ul className="in-grid in-grid--xl">
            {places.others.map((place) => (
              <OtherPlace
                key={place.id}
                place={place}
                newcomerId={newcomerId}
                isChosen={props.chosen.includes(place.id)}
                q={props.q}
              />
            ))}
          </ul>
        </Block>
      )}
      <Block title={t('match.places.skills')} id="leren">
        <SkillSteps newcomerId={newcomerId} gap={places.gap} labels={labels} />
      </Block>
    </div>
  )
}

type PlaceProps<P> = { place: P; newcomerId: string; isChosen: boolean; q: string }

/** What a place is, with what was looked for marked. */
function PlaceHead(props: Pick<PlaceProps<PositionLine>, 'place' | 'newcomerId' | 'q'> & { children?: ReactNode }) {
  const { place, newcomerId, q } = props
  const { t, day, number } = useWords()
  return (
    <div className="in-anon__id in-match__place">
      <Disc pictogram={SECTOR_PICTOGRAM[place.sector]} size="s" />
      <div>
        <h3 className="in-match__h">
          <a href={`/coach/deelnemers/${newcomerId}/plekken/${place.id}`}>
            <bdi>
              <Marked text={place.title} question={q} />
            </bdi>
          </a>
        </h3>
        <p className="in-small in-grey">
          <Marked text={t('match.places.where', { employer: place.employerName, place: place.place })} question={q} />{' '}
          {t('match.places.when', { hours: number(place.hoursPerWeek), day: day(place.startsOn) })}
        </p>
      </div>
      {props.children}
    </div>
  )
}

/** The way to why a place fits or not. */
function WhyLink({ place, newcomerId, fits }: { place: PositionLine; newcomerId: string; fits: boolean }) {
  const { t } = useWords()
  return (
    <ButtonLink
      variant="second"
      href={`/coach/deelnemers/${newcomerId}/plekken/${place.id}`}
      about={t('match.places.about', { title: place.title, employer: place.employerName })}
      iconAfter="arrow"
    >
      {t(fits ? 'match.places.why' : 'match.places.whyNot')}
    </ButtonLink>
  )
}

/** A place that does not fit, or where that is not known. */
function OtherPlace({ place, newcomerId, isChosen, q }: PlaceProps<PositionLine>) {
  return (
    <li className="in-card in-stack in-gap-3">
      <PlaceHead place={place} newcomerId={newcomerId} q={q} />
      <div className="in-row in-gap-3">
        <WhyLink place={place} newcomerId={newcomerId} fits={false} />
        <BesideBox form={PLACES_FORM} value={place.id} of={place.title} isChosen={isChosen} />
      </div>
    </li>
  )
}

/** One place: what it is, the fit as four streams, and for "almost" the one thing with each way to mend it. */
function PlaceCard(props: PlaceProps<ShownPlace> & { labels: TermLabels; isAlmost: boolean }) {
  const { place, newcomerId, labels, isAlmost, q } = props
  const { t } = useWords()
  const fitWords = useFitWords()
  const lineOf = useReason(labels)
  const { explanation, proposal } = place
  const states = FIT_PARTS.map((part) => explanation.parts[part].state)
  return (
    <li className="in-card in-stack in-gap-3">
      <PlaceHead place={place} newcomerId={newcomerId} q={q}>
        <FitGlyph states={states} />
      </PlaceHead>
      <span className="in-hidden">{fitWords(states)}</span>
      {isAlmost && explanation.oneThing && (
        <Badge tone="warn" icon="flag">
          {t('match.missing', { what: t(`match.item.gate-${explanation.oneThing.gate}`) })}
        </Badge>
      )}
      {isAlmost && explanation.counterfactuals.length === 0 && (
        <IconList small kind="minus" items={(explanation.oneThing?.reasons ?? []).map((reason) => lineOf(reason))} />
      )}
      {isAlmost && explanation.counterfactuals.length > 0 && (
        <Ways of={explanation.counterfactuals.slice(0, 2)} labels={labels} />
      )}
      {!isAlmost && explanation.reasons.for.length > 0 && (
        <IconList
          small
          kind="plus"
          items={explanation.reasons.for
            .flatMap((one) => one.reasons.slice(0, 1))
            .slice(0, 2)
            .map((reason) => ({ text: lineOf(reason).text }))}
        />
      )}
      <div className="in-row in-gap-3">
        <WhyLink place={place} newcomerId={newcomerId} fits={!isAlmost} />
        <BesideBox form={PLACES_FORM} value={place.id} of={place.title} isChosen={props.isChosen} />
        {proposal && (
          <Badge tone="info">
            {t('match.places.proposal', { state: t(`enum.proposalState.${proposal.state}`).toLowerCase() })}
          </Badge>
        )}
      </div>
    </li>
  )
}

/** The few skills that help most, each counted with the ones before it learned already, and the places where they are taught. */
function SkillSteps({ newcomerId, gap, labels }: { newcomerId: string; gap: ShownPlaces['gap']; labels: TermLabels }) {
  const { t } = useWords()
  if (!gap.skillsKnown)
    return (
      <div className="in-stack in-gap-3">
        <p>{t('match.places.skillsUnknown')}</p>
        <ButtonLink variant="second" href={`/coach/deelnemers/${newcomerId}/intake/skills`} icon="pen">
          {t('coach.newcomer.openIntake')}
        </ButtonLink>
      </div>
    )
  if (gap.steps.length === 0) return <p>{t('match.places.skillsNone')}</p>
  return (
    <ol className="in-nums in-match__steps">
      {gap.steps.map((step) => (
        <li key={step.uri}>
          <div className="in-stack in-gap-1">
            <p>
              <b>{capital(labels[step.uri] ?? step.uri)}</b>{' '}
              <span className="in-gain">{t('match.places.opens', { count: step.opens, improves: step.improves })}</span>
            </p>
            {step.learnableAt.length === 0 ? (
              <p className="in-small in-grey">{t('match.places.learnNowhere')}</p>
            ) : (
              <p className="in-small">
                {t('match.places.learnAt')}{' '}
                {step.learnableAt.map((place, index) => (
                  <span key={place.id}>
                    {index > 0 && ', '}
                    <a href={`/coach/deelnemers/${newcomerId}/plekken/${place.id}`}>
                      {t('match.places.about', { title: place.title, employer: place.employerName })}
                    </a>
                    {place.isEligible && ` (${t('match.places.fitsNow')})`}
                  </span>
                ))}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
