import { useWords } from '#app/ui/words/words.tsx'

/** What the employer answered before the answer that counts, the oldest first; nothing where there was one answer. */
export function EarlierAnswers({ answers }: { answers: readonly { body: string; at: string }[] }) {
  const { t, moment } = useWords()
  if (answers.length === 0) return null
  return (
    <details>
      <summary>{t('cases.page.earlierAnswers', { count: answers.length })}</summary>
      <ol className="in-log">
        {answers.map((one) => (
          <li key={one.at}>
            <p className="in-said" dir="auto">
              {one.body}
            </p>
            <time dateTime={one.at}>{moment(one.at)}</time>
          </li>
        ))}
      </ol>
    </details>
  )
}
