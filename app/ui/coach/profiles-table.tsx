import { ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { Profile } from '#server/newcomers/reads-municipality-search.ts'

/** People of the municipality without a name; only who is of the own caseload leads to a file. `isAsked`: whether anything was asked at all. */
export function ProfilesTable({ rows, isAsked }: { rows: readonly Profile[]; isAsked: boolean }) {
  const { t, number } = useWords()
  const list = (words: readonly string[]) => (words.length > 0 ? words.join(', ') : t('coach.profiles.unknown'))
  return (
    <DataTable
      caption={t('coach.profiles.caption')}
      captionHidden
      rows={rows}
      keyOf={(row) => row.number}
      roomy
      empty={
        isAsked ? (
          <EmptyState
            pictogram="help"
            title={t('coach.profiles.nobody')}
            text={t('coach.profiles.nobodyText')}
            action={<ButtonLink href="/coach/gemeente">{t('coach.profiles.clear')}</ButtonLink>}
          />
        ) : (
          <EmptyState pictogram="journey" title={t('coach.profiles.ask')} text={t('coach.profiles.askText')} />
        )
      }
      columns={[
        {
          head: t('coach.profiles.number'),
          nowrap: true,
          cell: ({ number: code, ownId }) =>
            ownId === null ? (
              <code>{code}</code>
            ) : (
              <a href={`/coach/deelnemers/${ownId}`}>
                <code>{code}</code>
              </a>
            ),
        },
        {
          head: t('coach.profiles.did'),
          // The names of occupation groups come with the whole of ESCO; without them the kind of work is said.
          cell: ({ did, worked }) => list(did.length > 0 ? did : worked.map((sector) => t(`enum.sector.${sector}`))),
        },
        { head: t('coach.profiles.skills'), cell: ({ skills }) => list(skills) },
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
      ]}
    />
  )
}
