import { DataTable } from '#app/ui/table.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { ContractEndReason, StaffingFactKind } from '#db/values/positions.ts'

type Fact = {
  id: string
  kind: StaffingFactKind
  /** null = about every role. */
  role: string | null
  reason: ContractEndReason | null
  /** Somebody looked and found none. */
  none: boolean
  offered: boolean
  happenedOn: string
  endedOn: string | null
  reportedBy: string
}

/** No end is known of it yet. */
const goesOn = ({ kind, none }: Fact): boolean => !none && (kind === 'vacancy-open' || kind === 'industrial-action')

/** One establishment and what is recorded about it. */
export function EstablishmentFacts(props: {
  establishment: {
    id: string
    name: string
    address: string
    place: string
    employeesTotal: number | null
    facts: Fact[]
  }
}) {
  const { t, day } = useWords()
  const { establishment } = props
  const { facts, employeesTotal } = establishment
  return (
    <article className="in-card in-stack in-gap-3">
      <div>
        <h3>
          <bdi>{establishment.name}</bdi>
        </h3>
        <p className="in-small in-grey">
          <bdi>{[establishment.address, establishment.place].filter(Boolean).join(', ')}</bdi>
          {employeesTotal !== null && `. ${t('employer.company.employeesTotal', { count: employeesTotal })}`}
        </p>
      </div>
      <DataTable
        caption={t('employer.company.establishments')}
        captionHidden
        roomy
        rows={facts}
        keyOf={(fact) => fact.id}
        empty={<p>{t('employer.company.noFacts')}</p>}
        columns={[
          {
            head: t('employer.company.happened'),
            cell: (fact) => (
              <>
                {t(`employer.company.kind.${fact.kind}`)}
                {fact.none && <span className="in-src">{t('employer.company.none')}</span>}
                {fact.reason && <span className="in-src">{t(`safeguard.contractEnd.${fact.reason}`)}</span>}
                {fact.offered && <span className="in-src">{t('employer.company.offered')}</span>}
              </>
            ),
          },
          { head: t('employer.company.role'), cell: (fact) => fact.role ?? t('employer.company.everyRole') },
          {
            head: t('employer.company.when'),
            cell: (fact) =>
              fact.endedOn
                ? t('employer.company.until', { from: day(fact.happenedOn), until: day(fact.endedOn) })
                : goesOn(fact)
                  ? t('employer.company.since', { day: day(fact.happenedOn) })
                  : day(fact.happenedOn),
          },
          {
            head: t('employer.company.reportedBy'),
            cell: (fact) => codedWord(t, 'enum.role', fact.reportedBy)?.toLowerCase(),
          },
        ]}
      />
    </article>
  )
}
