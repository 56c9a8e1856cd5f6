import { Badge, type Tone } from '#app/ui/badge.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { type Column, DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { OrganisationState } from '#db/values/members.ts'

export type OrganisationShown = {
  id: string
  kind: 'employer' | 'municipality'
  name: string
  kvk: string | null
  state: OrganisationState
  reason: string
  people: number
  runs: number
  /** The reader works there: somebody else judges it. */
  isOwn?: boolean
}

const TONE: Record<OrganisationState, Tone> = { unverified: 'info', active: 'ok', suspended: 'warn' }

/** Whether an organisation may work here, as a word. */
export function OrganisationBadge({ state }: { state: OrganisationState }) {
  const { t } = useWords()
  return <Badge tone={TONE[state]}>{t(`organisations.states.${state}`)}</Badge>
}

/** Organisations with their standing and how many people they have. */
export function OrganisationTable(props: {
  caption: string
  rows: readonly OrganisationShown[]
  /** The page of one, when there is one. */
  hrefOf?: ((one: OrganisationShown) => string) | undefined
  last?: Column<OrganisationShown> | undefined
}) {
  const { t } = useWords()
  const { hrefOf } = props
  return (
    <DataTable
      caption={props.caption}
      captionHidden
      roomy
      rows={props.rows}
      keyOf={({ id }) => id}
      empty={<EmptyState inline pictogram="place" title={t('organisations.none')} />}
      columns={[
        {
          head: t('organisations.name'),
          cell: (one) => (
            <>
              {hrefOf ? (
                <TextLink href={hrefOf(one)}>
                  <bdi>{one.name}</bdi>
                </TextLink>
              ) : (
                <bdi>{one.name}</bdi>
              )}
              {one.kvk && <span className="in-src">{t('organisations.kvk', { number: one.kvk })}</span>}
            </>
          ),
        },
        {
          head: t('organisations.state'),
          cell: (one) => (
            <>
              <OrganisationBadge state={one.state} />
              {one.reason && <span className="in-src">{one.reason}</span>}
            </>
          ),
        },
        { head: t('organisations.people'), align: 'end', cell: ({ people }) => people },
        { head: t('organisations.runs'), align: 'end', cell: ({ runs }) => runs },
        ...(props.last ? [props.last] : []),
      ]}
    />
  )
}
