import type { ReactNode } from 'react'
import { Marked } from '#app/ui/marked.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { Profile } from '#server/newcomers/reads-municipality-search.ts'

/** Something that is shown of somebody without a name: a column of the list, a line where people stand side by side. */
type ProfilePart = { head: string; cell: (profile: Profile) => ReactNode; nowrap?: boolean }

/** All that is shown of somebody without a name, but for the number. @param q the words that were looked for, which are marked */
export function useProfileParts(q: string): ProfilePart[] {
  const { t, number } = useWords()
  const list = (words: readonly string[]) => (words.length > 0 ? words.join(', ') : t('coach.profiles.unknown'))
  return [
    {
      head: t('coach.profiles.did'),
      // The names of occupation groups come with the whole of ESCO; without them the kind of work is said.
      cell: ({ did, worked }) => (
        <Marked text={list(did.length > 0 ? did : worked.map((sector) => t(`enum.sector.${sector}`)))} question={q} />
      ),
    },
    { head: t('coach.profiles.skills'), cell: ({ skills }) => <Marked text={list(skills)} question={q} /> },
    {
      head: t('coach.profiles.wants'),
      cell: ({ wants }) => list(wants.map((sector) => t(`enum.sector.${sector}`))),
    },
    {
      head: t('coach.profiles.dutch'),
      cell: ({ dutch }) =>
        list(
          LANGUAGE_SKILLS.flatMap((skill) => {
            const level = dutch[skill]
            if (level === null) return []
            return t('coach.profiles.level', {
              skill: t(`enum.languageSkill.${skill}`),
              level: t(`enum.level.${level}`),
            })
          }),
        ),
    },
    {
      head: t('coach.profiles.hours'),
      nowrap: true,
      cell: ({ hours }) =>
        hours === null
          ? t('coach.profiles.unknown')
          : t('coach.profiles.hoursBetween', { min: number(hours.min), max: number(hours.max) }),
    },
    {
      head: t('coach.profiles.coach'),
      cell: ({ coach, ownId }) => (ownId === null ? <bdi>{coach}</bdi> : t('coach.profiles.own')),
    },
  ]
}

/** The number of somebody; only who is of the own caseload leads to a file. */
export const ProfileNumber = ({ number, ownId }: Profile) =>
  ownId === null ? (
    <code>{number}</code>
  ) : (
    <a href={`/coach/deelnemers/${ownId}`}>
      <code>{number}</code>
    </a>
  )
