import { EmptyState } from '#app/ui/empty.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Profile } from '#server/newcomers/reads-municipality-search.ts'
import { BesideBox } from './beside-box.tsx'
import { PROFILES_FORM } from './compare-profiles.tsx'
import { type LeaveOut, LeaveOutOne } from './leave-out-one.tsx'
import { ProfileNumber, useProfileParts } from './profile-parts.tsx'

/** People of the municipality without a name; only who is of the own caseload leads to a file. `isAsked`: whether anything was asked at all. */
export function ProfilesTable(props: {
  rows: readonly Profile[]
  isAsked: boolean
  /** The words that were looked for. */
  q: string
  /** The numbers of who stands side by side. */
  beside: readonly string[]
  /** What can be left out of a question that found nobody. */
  leaveOut: readonly LeaveOut[]
}) {
  const { rows, isAsked, q } = props
  const { t } = useWords()
  const parts = useProfileParts(q)
  return (
    <DataTable
      caption={t('coach.profiles.caption')}
      captionHidden
      rows={rows}
      keyOf={(row) => row.number}
      roomy
      empty={
        isAsked ? (
          <LeaveOutOne
            title={t('coach.profiles.nobody')}
            otherwise={t('coach.profiles.nobodyText')}
            ways={props.leaveOut}
            all={{ href: '/coach/gemeente', words: t('coach.profiles.clear') }}
          />
        ) : (
          <EmptyState pictogram="journey" title={t('coach.profiles.ask')} text={t('coach.profiles.askText')} />
        )
      }
      columns={[
        { head: t('coach.profiles.number'), nowrap: true, cell: ProfileNumber },
        ...parts,
        {
          head: t('match.places.beside'),
          cell: ({ number }) => (
            <BesideBox
              form={PROFILES_FORM}
              value={number}
              of={number}
              isChosen={props.beside.includes(number)}
              look="bare"
            />
          ),
        },
      ]}
    />
  )
}
