import { Note } from '#app/ui/note.tsx'
import { foundBy, mendFor } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Outcome } from '#db/values/safeguards.ts'

/** Why an agreed start has not begun on its first day, how to mend it, and what the municipality said. */
export function HeldStart({
  held,
}: {
  held: {
    outcome: Outcome
    reasons: readonly {
      outcome?: Outcome
      code: string
      params: Record<string, string | number>
      approved?: true | undefined
    }[]
    decision: { outcome: 'approved' | 'rejected'; motivation: string } | null
  }
}) {
  const words = useWords()
  const { t } = words
  const points = held.reasons.filter((one) => !one.approved && (one.outcome === 'human' || one.outcome === 'block'))
  return (
    <Note tone="error" title={t('coach.held.title')}>
      <p>{t(held.outcome === 'block' ? 'coach.held.block' : 'coach.held.human')}</p>
      <ul className="in-bullets">
        {points.map((one, index) => (
          <li key={index}>
            <b>{foundBy(one, words)}</b>
            {mendFor(one, words) && (
              <>
                {'. '}
                {t('coach.start.verdict.mend')} {mendFor(one, words)}
              </>
            )}
          </li>
        ))}
      </ul>
      {held.decision?.outcome === 'rejected' && (
        <p>
          {t('coach.held.rejected')} <bdi>{held.decision.motivation}</bdi>
        </p>
      )}
    </Note>
  )
}
