import { highlighted } from '#server/search/rules-highlight.ts'

/** A text in which the words that somebody looked for are marked. */
export const Marked = (props: { text: string; question: string }) =>
  highlighted(props.text, props.question).map((part, at) =>
    part.isHit ? <mark key={at}>{part.text}</mark> : part.text,
  )
