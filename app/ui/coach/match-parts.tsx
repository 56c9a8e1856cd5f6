import type { ReactNode } from 'react'
import { Badge, type Tone } from '#app/ui/badge.tsx'
import { IconList } from '#app/ui/card.tsx'
import { Icon, type IconName, Pictogram, type PictogramName } from '#app/ui/icon.tsx'
import { StepSign } from '#app/ui/pictures/step-sign.tsx'
import { type CodedReason, sentenceOf, type TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { FitPart } from '#db/values/proposals.ts'
import { OPEN_REASONS, type Reason } from '#server/matching/rules/reasons.ts'
import { capital } from './capital.ts'
import type { ShownComponent, ShownExplanation } from './match-data.ts'
import type { ItemKey, Sides } from './match-sides.ts'

type State = ShownComponent['state'] | 'expected'
const STATE_LOOK: Record<State, { tone: Tone | undefined; icon: IconName }> = {
  met: { tone: 'ok', icon: 'check' },
  expected: { tone: 'warn', icon: 'clock' },
  'not-yet': { tone: 'warn', icon: 'half' },
  unknown: { tone: undefined, icon: 'question' },
}

const PART_PICTOGRAM: Record<FitPart, PictogramName> = {
  can: 'certificate',
  wants: 'heart',
  practical: 'bicycle',
  support: 'buddy',
}

/** What belongs to which part, in the order of the page. */
export const ITEMS: Record<FitPart, readonly ItemKey[]> = {
  can: ['gate-language', 'gate-licences', 'gate-skills', 'score-skills', 'score-experience', 'score-language-margin'],
  wants: ['score-wish', 'score-learning', 'gate-no-go'],
  practical: [
    'gate-travel',
    'score-commute',
    'gate-hours',
    'gate-week',
    'gate-start',
    'gate-may-work',
    'gate-safeguards',
    'gate-capacity',
  ],
  support: ['support'],
}
/** What a part shows elsewhere on the page, and the table at the end says again. */
const NOT_IN_ROWS: readonly ItemKey[] = ['score-commute', 'score-language-margin']

export const keyOf = (one: ShownComponent): ItemKey => `${one.kind}-${one.name}` as ItemKey

/** The state of a gate or a part of the score; what is only expected at the start does not read as there already. */
export const stateOf = ({ state, kind, for: pro }: ShownComponent): State =>
  kind === 'gate' && state === 'met' && pro.some((one) => one.code === 'language-expected') ? 'expected' : state

/** How full a part of the score is, in four steps. */
const stepOf = (value: number): 0 | 1 | 2 | 3 | 4 => Math.ceil(value / 250) as 0 | 1 | 2 | 3 | 4

const STEP_WORDS = ['none', 'some', 'half', 'much', 'all'] as const

/** The word for how full a part of the score is. */
export const stepWordOf = (value: number) => STEP_WORDS[stepOf(value)]

/** A reason of the engine as a line of a list. */
export function useReason(labels: TermLabels) {
  const words = useWords()
  const { t, day } = words
  return (one: Reason | CodedReason) => {
    const source = 'source' in one ? one.source : undefined
    return {
      text: capital(sentenceOf(one, words, labels)),
      source: source && [t(`enum.levelSource.${source.kind}`), source.on && day(source.on)].filter(Boolean).join(', '),
    }
  }
}

const isOpen = (one: Reason): boolean => OPEN_REASONS.includes(one.code)

/** One of the four parts: its picture, both sides of each thing, and what speaks for, against, and is not known. */
export function MatchPart(props: {
  part: FitPart
  name: string
  explanation: ShownExplanation
  sides: Record<ItemKey, Sides>
  labels: TermLabels
  picture?: ReactNode
}) {
  const { part, name, explanation, labels } = props
  const { t } = useWords()
  const lineOf = useReason(labels)
  const { state, for: pro, against } = explanation.parts[part]
  const lists = [
    { key: 'for', title: t('match.reasonsFor'), icon: undefined, kind: 'plus', items: pro },
    {
      key: 'against',
      title: t('match.reasonsAgainst'),
      icon: undefined,
      kind: 'minus',
      items: against.filter((one) => !isOpen(one)),
    },
    {
      key: 'unknown',
      title: t('match.reasonsUnknown'),
      icon: 'question',
      kind: undefined,
      items: against.filter(isOpen),
    },
  ] as const
  return (
    <section className="in-card in-stack in-gap-4" id={part}>
      <div className="in-fit">
        <div className="in-match__head">
          <Pictogram name={PART_PICTOGRAM[part]} size="s" />
          <div>
            <div className="in-fit__head">
              <h2>{t(`match.parts.${part}`, { name })}</h2>
              <span className={`in-fit__w in-fit__w--${state}`}>{t(`enum.fitState.${state}`)}</span>
            </div>
            <span className={`in-bar in-bar--${state}`} aria-hidden="true">
              <i />
              <u />
              <Icon name={state === 'full' ? 'check' : state === 'part' ? 'half' : 'question'} />
            </span>
          </div>
        </div>
      </div>
      <div className={props.picture ? 'in-match__part' : undefined}>
        {props.picture && <div className="in-stack in-gap-3">{props.picture}</div>}
        <div className={props.picture ? 'in-stack in-gap-4' : 'in-grid in-grid--m in-gap-5'}>
          {lists.map(({ key, title, icon, kind, items }) =>
            key === 'unknown' && items.length === 0 ? null : (
              <div className="in-stack in-gap-2" key={key}>
                <h3 className="in-match__h">{title}</h3>
                {items.length > 0 ? (
                  <IconList small kind={kind} items={items.map((one) => ({ ...lineOf(one), icon }))} />
                ) : (
                  <p className="in-small in-grey">{t(key === 'for' ? 'match.nothingFor' : 'match.nothingAgainst')}</p>
                )}
              </div>
            ),
          )}
        </div>
      </div>
      {part !== 'support' && <BothSides part={part} name={name} explanation={explanation} sides={props.sides} />}
    </section>
  )
}

/** The facts behind a part: what the newcomer has beside what the place asks. Things that the place does not ask are left to the table. */
function BothSides(props: {
  part: FitPart
  name: string
  explanation: ShownExplanation
  sides: Record<ItemKey, Sides>
}) {
  const { part, name, explanation, sides } = props
  const { t } = useWords()
  const found = new Map(explanation.components.map((one) => [keyOf(one), one]))
  const rows = ITEMS[part].filter(
    (key) => !NOT_IN_ROWS.includes(key) && (sides[key].asks.length > 0 || found.get(key)?.state === 'not-yet'),
  )
  if (rows.length === 0) return null
  return (
    <div className="in-tw">
      <table className="in-table in-table--stack in-match__sides">
        <caption>
          <span className="in-hidden">
            {t('match.sides')}: {t(`match.parts.${part}`, { name })}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('match.sideItem')}</th>
            <th scope="col">{t('match.tableHead.state')}</th>
            <th scope="col">
              <bdi>{name}</bdi>
            </th>
            <th scope="col">{t('match.sidePosition')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((key) => (
            <tr key={key}>
              <th scope="row">{t(`match.item.${key}`)}</th>
              <td>
                <ItemState of={found.get(key)} />
              </td>
              <td data-head={name}>
                <Lines of={sides[key].has} />
              </td>
              <td data-head={t('match.sidePosition')}>
                <Lines of={sides[key].asks} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A gate has a badge; a part of the score the sign of four steps. Help has neither: there is no demand. */
function ItemState({ of: one }: { of: ShownComponent | undefined }) {
  const { t } = useWords()
  if (!one) return null
  if (one.score && one.state !== 'unknown') {
    const { value } = one.score
    return <StepSign step={stepOf(value)} word={t(`match.step.${stepWordOf(value)}`)} />
  }
  const state = stateOf(one)
  const { tone, icon } = STATE_LOOK[state]
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {t(`match.state.${state}`)}
      </Badge>
    </span>
  )
}

export function Lines({ of: lines }: { of: readonly string[] }) {
  if (lines.length === 0) return <>-</>
  if (lines.length === 1) return <>{lines[0]}</>
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
