import type { ReactNode } from 'react'
import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Versus } from '#app/ui/inbox.tsx'
import { Note, type NoteTone } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { FIT_PARTS, type FitPart } from '#db/values/proposals.ts'
import { useFitWords } from './fit-words.ts'
import { MatchChange } from './match-change.tsx'
import type { MatchData, ShownExplanation } from './match-data.ts'
import { MatchPart } from './match-parts.tsx'
import { asksDutch, MatchLadder, MatchTravel, MatchWeek } from './match-pictures.tsx'
import { sidesOf } from './match-sides.ts'
import { isTelling, Strongest } from './match-strongest.tsx'
import { MatchTable } from './match-table.tsx'

/** Why, or why not: the answer in words, the strongest reasons, what would change it, and the four parts with the facts of both sides. */
export function MatchPage({ match }: { match: MatchData }) {
  const { explanation, name, line, proposal, newcomer, position, labels } = match
  const words = useWords()
  const { t, day, number } = words
  const fitWords = useFitWords()
  const states = FIT_PARTS.map((part) => explanation.parts[part].state)
  const sides = sidesOf({
    newcomer,
    position,
    journey: explanation.journey,
    labels,
    words,
  })
  const { tone, title, text } = answerOf(explanation, words)
  const pair = { name, explanation, newcomer, position }
  const pictures: Partial<Record<FitPart, ReactNode>> = {
    ...(asksDutch(position) && { can: <MatchLadder {...pair} /> }),
    practical: (
      <>
        <MatchWeek {...pair} />
        <MatchTravel {...pair} />
      </>
    ),
  }
  return (
    <div className="in-stack in-gap-6">
      <div className="in-card in-stack in-gap-4">
        <Versus
          person={{
            above: t('match.person'),
            title: <bdi>{name}</bdi>,
            href: `/coach/deelnemers/${match.newcomerId}`,
          }}
          position={{
            above: t('match.position', { seats: line.seats }),
            title: <bdi>{line.title}</bdi>,
            text: t('coach.inbox.positionLine', {
              employer: line.employerName,
              place: line.place,
              type: t(`enum.positionType.${line.type}`),
              hours: number(line.hoursPerWeek),
              day: day(line.startsOn),
            }),
          }}
          states={states}
          fitWords={fitWords(states)}
        />
        <Note tone={tone} icon={explanation.answer === 'unknown' ? 'question' : undefined} title={`${title}.`}>
          {text}
        </Note>
        {proposal && (
          <div className="in-row in-gap-3">
            <Badge tone="info">{t(`enum.proposalState.${proposal.state}`)}</Badge>
            <ButtonLink href={`/coach/voorstellen/${proposal.id}`} variant="second" iconAfter="arrow">
              {t('match.inbox')}
            </ButtonLink>
          </div>
        )}
      </div>
      <div className="in-two">
        <Block title={t('match.strongest')}>
          <div className="in-card in-grid in-grid--m in-gap-5">
            <Strongest kind="plus" of={explanation.reasons.for} explanation={explanation} labels={labels} />
            <Strongest
              kind="minus"
              of={explanation.reasons.against.filter(isTelling(explanation))}
              explanation={explanation}
              labels={labels}
            />
          </div>
        </Block>
        <Block title={t('match.change')} id="anders">
          <MatchChange explanation={explanation} newcomerId={match.newcomerId} labels={labels} />
        </Block>
      </div>
      {FIT_PARTS.map((part) => (
        <MatchPart
          key={part}
          part={part}
          name={name}
          explanation={explanation}
          sides={sides}
          labels={labels}
          picture={pictures[part]}
        />
      ))}
      <div className="in-stack in-gap-2">
        <MatchTable name={name} explanation={explanation} sides={sides} />
        <p className="in-xs in-grey">
          {t('match.today', { day: day(explanation.today), version: explanation.policyVersion })}
        </p>
      </div>
    </div>
  )
}

/** The answer of the engine as a heading and a sentence. Not fitting is no alarm: red is for what is blocked. */
function answerOf(
  { answer, oneThing, missed, unknown, expected }: ShownExplanation,
  { t }: Words,
): { tone: NoteTone; title: string; text: string } {
  if (answer === 'eligible')
    return {
      tone: 'ok',
      title: t('match.answer.eligible'),
      text: t(expected.length > 0 ? 'match.answer.eligibleExpected' : 'match.answer.eligibleText'),
    }
  if (answer === 'unknown')
    return {
      tone: 'sand',
      title: t('match.answer.unknown'),
      text: t('match.answer.unknownText', { count: unknown.length }),
    }
  if (oneThing) return { tone: 'warn', title: t('match.answer.one'), text: t('match.answer.oneText') }
  const more = unknown.length > 0 ? ` ${t('match.answer.notUnknown', { count: unknown.length })}` : ''
  return {
    tone: 'warn',
    title: t('match.answer.not-eligible'),
    text: `${t('match.answer.notText', { count: missed.length })}${more}`,
  }
}
