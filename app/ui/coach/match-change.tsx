import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { changeOf, type TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Ask } from '#server/matching/rules/asks.ts'
import { askLink } from './ask-links.ts'
import { capital, ended } from './capital.ts'
import type { ShownExplanation, ShownWay } from './match-data.ts'
import { keyOf, useReason } from './match-parts.tsx'
import { useChanger } from './proposal-could.tsx'

/** What would make this pair possible: each way with who can do it, in plain words; else what is in the way, or what to ask. */
export function MatchChange(props: { explanation: ShownExplanation; newcomerId: string; labels: TermLabels }) {
  const { explanation, labels, newcomerId } = props
  const { t } = useWords()
  const changer = useChanger()
  const lineOf = useReason(labels)
  const { missed, unknown, oneThing, counterfactuals, asks } = explanation
  const questions = asks.length > 0 && (
    <>
      <p className="in-small">{t(unknown.length > 0 ? 'match.changeAsk' : 'match.changeAskLater')}</p>
      <ul className="in-could">
        {asks.map((ask) => (
          <AskLine key={ask} ask={ask} newcomerId={newcomerId} />
        ))}
      </ul>
    </>
  )
  if (missed.length === 0 && unknown.length === 0)
    return (
      <div className="in-stack in-gap-3">
        <p className="in-small">{t('match.changeNothing')}</p>
        {questions}
      </div>
    )
  const inTheWay = explanation.components.filter((one) => one.kind === 'gate' && one.state === 'not-yet')
  return (
    <div className="in-stack in-gap-3">
      {oneThing && (
        <p className="in-small">{t(counterfactuals.length > 0 ? 'match.changeOne' : 'match.changeNobody')}</p>
      )}
      {counterfactuals.length > 0 && <Ways of={counterfactuals} labels={labels} />}
      {!oneThing && inTheWay.length > 0 && (
        <>
          {missed.length > 1 && <p className="in-small">{t('match.changeMany')}</p>}
          <ul className="in-could">
            {inTheWay.map((one) => (
              <li key={one.name}>
                <span>
                  <b>{t(`match.item.${keyOf(one)}`)}. </b>
                  {one.against.map((reason) => ended(lineOf(reason).text)).join(' ')}
                </span>
                {one.who && changer(one.who) && <Badge icon="person">{changer(one.who)}</Badge>}
              </li>
            ))}
          </ul>
        </>
      )}
      {questions}
    </div>
  )
}

/** A fact that is missing, and where it is filled in. */
export function AskLine({ ask, newcomerId, count }: { ask: Ask; newcomerId: string; count?: string }) {
  const { t } = useWords()
  const href = askLink(newcomerId, ask)
  const what = t(`match.asksFor.${ask}`)
  return (
    <li>
      <span>
        <b>{what}</b> {count}
      </span>
      {href === null ? (
        <Badge icon="person">{capital(t('enum.changer.employer'))}</Badge>
      ) : (
        <ButtonLink variant="second" href={href} icon="pen" about={what}>
          {t('match.ask')}
        </ButtonLink>
      )}
    </li>
  )
}

/** Each way alone is enough. */
export function Ways({ of: ways, labels }: { of: readonly ShownWay[]; labels: TermLabels }) {
  const words = useWords()
  const { t, day } = words
  const changer = useChanger()
  return (
    <ul className="in-could">
      {ways.map((way, index) => (
        <li key={index}>
          <span>
            {way.changes.length > 1 && <b>{t('match.together')}</b>}
            {way.changes.map((one, at) => (
              <span className="in-could__line" key={at}>
                {capital(changeOf(one, words, labels))}
              </span>
            ))}
            {way.expectedOn !== null && way.inDays !== null && (
              <span className="in-src">
                <Icon name="clock" />{' '}
                {t('match.expected', { count: Math.round(way.inDays / 7), day: day(way.expectedOn) })}
              </span>
            )}
          </span>
          <Badge icon="person">{changer(way.who) ?? capital(t('enum.changer.nobody'))}</Badge>
        </li>
      ))}
    </ul>
  )
}
