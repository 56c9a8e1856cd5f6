import { ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** One choice that can be left out of a question: in words, how many there are then, and where. */
export type LeaveOut = { words: string; count: string; href: string }

/** A coach's question that found nothing: which one choice to leave out and how many that gives. @param otherwise what to do when no single one helps */
export function LeaveOutOne(props: {
  title: string
  otherwise: string
  ways: readonly LeaveOut[]
  all: { href: string; words: string }
}) {
  const { ways, all } = props
  const { t } = useWords()
  return (
    <EmptyState
      pictogram="help"
      title={props.title}
      text={ways.length > 0 ? t('coach.leaveOut') : props.otherwise}
      action={
        <div className="in-stack">
          {ways.length > 0 && (
            <ul className="in-bullets">
              {ways.map(({ words, count, href }) => (
                <li key={href}>
                  <a href={href}>{words}</a> ({count})
                </li>
              ))}
            </ul>
          )}
          <p>
            <ButtonLink href={all.href}>{all.words}</ButtonLink>
          </p>
        </div>
      }
    />
  )
}
