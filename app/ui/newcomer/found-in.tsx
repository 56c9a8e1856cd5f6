import type { ReactNode } from 'react'
import { Marked } from '#app/ui/marked.tsx'
import type { PublicPosition } from '#server/positions/reads-public.ts'
import { labelIn } from '#server/reference/rules.ts'
import { highlighted } from '#server/search/rules-highlight.ts'
import { OwnWords } from './own-words.tsx'

/**
 * What one does or learns at a place in which the words of a search stand, for a card that shows no hit otherwise: without it nobody sees why it is there.
 *
 * @returns undefined when the card itself has a hit, or none of these lines has one
 */
export function foundIn(position: PublicPosition, question: string, language: string): ReactNode {
  const isHit = (text: string): boolean => highlighted(text, question).some((part) => part.isHit)
  const occupation = labelIn(position.occupation, language).text
  const onCard = [position.title, position.employerName, position.place, ...(language === 'nl' ? [] : [occupation])]
  if (onCard.some(isHit)) return undefined
  const own = [...position.tasks, ...position.learns].find(isHit)
  if (own)
    return (
      <OwnWords>
        <Marked text={own} question={question} />
      </OwnWords>
    )
  const named = [position.occupation, ...position.taughtSkills, ...position.neededSkills]
    .flatMap((labels) => [labelIn(labels, language), labelIn(labels, 'nl')])
    .find(({ text }) => isHit(text))
  return (
    named && (
      <span lang={named.language}>
        <Marked text={named.text} question={question} />
      </span>
    )
  )
}
