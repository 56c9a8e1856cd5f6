import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { ReadingTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { VersionShown } from './profile-view.ts'

const TONE = { proposed: 'warn', 'in-force': 'ok', rejected: 'error' } as const

/** Where a version stands: proposed or rejected, or in force now, later, or no more. */
export function VersionState({ one, today }: { one: VersionShown; today: string }) {
  const { t } = useWords()
  const when = one.fromOn > today ? 'later' : one.untilOn !== null && one.untilOn < today ? 'over' : 'now'
  if (one.state !== 'in-force') return <Badge tone={TONE[one.state]}>{t(`profile.state.${one.state}`)}</Badge>
  return <Badge tone={when === 'now' ? 'ok' : 'info'}>{t(`profile.${when}`)}</Badge>
}

/** All versions, the newest first; an old one stays readable. */
export function VersionTable(props: { versions: VersionShown[]; today: string; policyVersion: string }) {
  const { t, day } = useWords()
  return (
    <Card>
      <ReadingTable
        caption={t('profile.versions')}
        rows={props.versions}
        keyOf={(row) => row.id}
        none={{
          pictogram: 'signing',
          title: t('profile.base'),
          text: t('profile.baseText', { version: props.policyVersion }),
        }}
        columns={[
          {
            head: t('profile.version'),
            cell: (row) => (
              <a href={`/toets/regels/${row.id}`}>
                {t('profile.version')} {row.version}
              </a>
            ),
          },
          { head: t('signals.standing'), cell: (row) => <VersionState one={row} today={props.today} /> },
          {
            head: t('profile.from'),
            cell: (row) => (
              <>
                {day(row.fromOn)}
                {row.state === 'in-force' && (
                  <span className="in-src">
                    {row.untilOn ? `${t('profile.until')} ${day(row.untilOn)}` : t('profile.noEnd')}
                  </span>
                )}
              </>
            ),
          },
          {
            head: t('profile.source'),
            cell: (row) => (
              <>
                {row.source}
                <span className="in-src">{t(row.isVerified ? 'profile.verified' : 'profile.unverified')}</span>
              </>
            ),
          },
          { head: t('profile.proposedBy'), cell: (row) => <bdi>{row.proposedByName}</bdi> },
        ]}
      />
    </Card>
  )
}
