import { LockChips } from '#app/ui/badge.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'
import type { RevealedCandidate } from '#server/proposals/reads-revealed.ts'
import { labelIn } from '#server/reference/rules.ts'

/** Who it is: only what the newcomer ticked. Without a standing yes: what stays hidden. */
export function CandidateWho({ revealed }: { revealed: RevealedCandidate | null }) {
  const { t, day } = useWords()
  if (revealed === null)
    return (
      <section className="in-block" aria-labelledby="wie">
        <h2 id="wie">{t('employer.candidate.hidden')}</h2>
        <p>{t('employer.candidate.hiddenText')}</p>
        <LockChips
          items={[
            t('employer.candidate.hiddenName'),
            t('employer.candidate.hiddenContact'),
            t('employer.candidate.hiddenRest'),
          ]}
        />
      </section>
    )
  const values = {
    'given-name': revealed.givenName ? <bdi>{revealed.givenName}</bdi> : null,
    'family-name': revealed.familyName ? <bdi>{revealed.familyName}</bdi> : null,
    phone: revealed.phone ? <a href={`tel:${revealed.phone.replace(/[^+\d]/g, '')}`}>{revealed.phone}</a> : null,
    'work-history': revealed.workHistory
      ? revealed.workHistory
          .map(({ labels, years }) => `${labelIn(labels, 'nl').text} (${t(`newcomer.card.years.${years}`)})`)
          .join(', ') || t('common.unknown')
      : null,
    email: revealed.email ? <a href={`mailto:${revealed.email}`}>{revealed.email}</a> : null,
  }
  return (
    <section className="in-block" aria-labelledby="wie">
      <h2 id="wie">{t('employer.candidate.who')}</h2>
      <div className="in-card in-stack in-gap-3">
        <DescriptionList
          items={CONSENT_FIELDS.map((field) => ({
            term: field === 'phone' ? t('employer.candidate.phone') : t(`enum.consentField.${field}`),
            value: values[field] ?? <span className="in-grey">{t('employer.candidate.notShared')}</span>,
          }))}
        />
        <p className="in-small in-grey">{t('employer.candidate.seesUntil', { day: day(revealed.expiresOn) })}</p>
      </div>
    </section>
  )
}
