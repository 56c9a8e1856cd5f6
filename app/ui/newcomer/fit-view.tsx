import type { ReactNode } from 'react'
import { IconList } from '#app/ui/card.tsx'
import { Icon, type PictogramName } from '#app/ui/icon.tsx'
import { FitBars } from '#app/ui/pictures/fit-bars.tsx'
import { FitGlyph, type FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { sentenceOf, type TermLabels } from '#app/ui/words/sentence.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { FIT_PARTS, type FitPart } from '#db/values/proposals.ts'
import type { Parts, Reason } from '#server/matching/rules/reasons.ts'

const PICTOGRAM: Record<FitPart, PictogramName> = {
  can: 'certificate',
  wants: 'heart',
  practical: 'bicycle',
  support: 'buddy',
}
const QUESTION = {
  can: 'visitor.position.fitCan',
  wants: 'visitor.position.fitWants',
  practical: 'visitor.position.fitPractical',
  support: 'visitor.position.fitSupport',
} as const
/** How many reasons stand at a bar; all of them stand in the lists below. */
const AT_BAR = 2
/** How many reasons of one kind are in sight. */
const IN_SIGHT = 6

export const statesOf = (parts: Parts): FitState[] => FIT_PARTS.map((part) => parts[part].state)

/** The whole fit in a few words; never a number. */
export function fitWord(parts: Parts, { t }: Words): string {
  const states = statesOf(parts)
  if (states.every((state) => state === 'full')) return t('visitor.results.fits')
  return states.includes('open') ? t('visitor.results.open') : t('visitor.results.almost')
}

/** The one reason for a card in a list: what is in the way, else what speaks for it most (the wish, then what the person can). */
export function mainReason(parts: Parts, words: Words, labels: TermLabels): string {
  const against = FIT_PARTS.flatMap((part) => parts[part].against)
  const pro = [...parts.wants.for, ...parts.can.for, ...parts.support.for, ...parts.practical.for]
  const [first] = [...pro.slice(0, 1), ...against]
  const [obstacle] = against
  const chosen = [first, obstacle].filter((one, index, all) => one && all.indexOf(one) === index) as Reason[]
  return chosen.map((one) => ended(sentenceOf(one, words, labels))).join(' ')
}

/** Does this fit? Four parts with a bar, a word and the reasons; then everything that speaks for and against side by side. */
export function FitView({ parts, labels }: { parts: Parts; labels: TermLabels }) {
  const words = useWords()
  const { t, day } = words
  const said = (one: Reason) => sentenceOf(one, words, labels)
  const sourced = (one: Reason) => ({
    text: said(one),
    source:
      one.source &&
      [t(`enum.levelSource.${one.source.kind}`), one.source.on && day(one.source.on)].filter(Boolean).join(', '),
  })
  const pros = firstOfEach(FIT_PARTS.map((part) => parts[part].for))
  const cons = FIT_PARTS.flatMap((part) => parts[part].against)
  return (
    <div className="in-stack in-gap-5">
      <div className="in-card in-stack in-gap-5">
        <div className="in-row in-gap-4">
          <FitGlyph states={statesOf(parts)} />
          <p className="in-cap in-fill">
            <b>{fitWord(parts, words)}</b>
          </p>
        </div>
        <FitBars
          items={FIT_PARTS.map((part) => ({
            pictogram: PICTOGRAM[part],
            question: t(QUESTION[part]),
            state: parts[part].state,
            word: t(`enum.fitState.${parts[part].state}`),
            answer: [...parts[part].against, ...parts[part].for].slice(0, AT_BAR).map(said).map(ended).join(' '),
          }))}
          table={{
            label: t('common.asTable'),
            head: [t('visitor.position.question'), t('visitor.position.answer'), t('visitor.position.why')],
          }}
        />
      </div>
      <div className="in-grid in-gap-5">
        <section className="in-stack in-gap-3">
          <h3>{t('visitor.position.pros')}</h3>
          {pros.length > 0 ? <Reasons kind="plus" items={pros.map(sourced)} /> : <p>{t('visitor.position.noPros')}</p>}
        </section>
        <section className="in-stack in-gap-3">
          <h3>{t('visitor.position.cons')}</h3>
          {cons.length > 0 ? (
            <Reasons kind="minus" items={cons.map(sourced)} />
          ) : (
            <p className="in-row in-gap-2">
              <Icon name="check" />
              {t('visitor.position.noCons')}
            </p>
          )}
        </section>
      </div>
    </div>
  )
}

/** The first reasons in sight, the others behind a disclosure. */
function Reasons({ kind, items }: { kind: 'plus' | 'minus'; items: readonly { text: string; source?: ReactNode }[] }) {
  const { t } = useWords()
  const more = items.slice(IN_SIGHT)
  return (
    <div>
      <IconList kind={kind} items={items.slice(0, IN_SIGHT)} />
      {more.length > 0 && (
        <details>
          <summary>
            <Icon name="chevron" />
            {t('visitor.position.moreReasons', { count: more.length })}
          </summary>
          <IconList kind={kind} items={more} />
        </details>
      )}
    </div>
  )
}

/** One reason of each part before the second of any: the list begins with every side of the fit. */
const firstOfEach = (lists: readonly (readonly Reason[])[]): Reason[] => [
  ...lists.flatMap((list) => list.slice(0, 1)),
  ...lists.flatMap((list) => list.slice(1)),
]

/** Sentences that follow each other each need an end. */
const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
