import { Button } from '#app/ui/button.tsx'
import { FilterForm } from '#app/ui/form/form.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Profile } from '#server/newcomers/reads-municipality-search.ts'
import { ProfileNumber, useProfileParts } from './profile-parts.tsx'

/** The form that the boxes of the list belong to. */
export const PROFILES_FORM = 'mensen-naast'

/** The button that puts the chosen people of this page side by side; the question and the page stay as they are. */
export function CompareProfilesForm(props: { action: string; fields: Readonly<Record<string, string>> }) {
  const { t } = useWords()
  return (
    <div className="in-stack in-gap-2">
      <p className="in-small in-grey">{t('coach.profiles.compareHow')}</p>
      <FilterForm action={props.action} label={t('match.places.beside')} id={PROFILES_FORM}>
        {Object.entries(props.fields).map(
          ([name, value]) => value !== '' && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Button variant="second" icon="people">
          {t('coach.profiles.compare')}
        </Button>
      </FilterForm>
    </div>
  )
}

/** Two or three people without a name side by side. */
export function CompareProfiles({ people, q }: { people: readonly Profile[]; q: string }) {
  const { t } = useWords()
  const parts = useProfileParts(q)
  return (
    <Block title={t('match.places.beside')} id="naast-elkaar">
      <DataTable
        caption={t('match.places.beside')}
        captionHidden
        rows={[{ head: t('coach.profiles.number'), cell: ProfileNumber }, ...parts]}
        keyOf={(part) => part.head}
        columns={[
          { head: t('match.places.row.what'), cell: (part) => part.head, hidden: true },
          ...people.map((one, at) => ({
            head: t('coach.profiles.person', { at: at + 1 }),
            cell: (part: (typeof parts)[number]) => part.cell(one),
          })),
        ]}
      />
    </Block>
  )
}
