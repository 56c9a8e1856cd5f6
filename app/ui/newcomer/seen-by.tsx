import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { SeenBy } from '#server/proposals/reads-seen-by.ts'
import { OwnWords } from './own-words.tsx'
import { isolated } from './position-text.tsx'

type Row = Omit<SeenBy, 'since'> & { since: string }

const TONE = { details: 'ok', card: 'info', ended: undefined } as const

/** Each employer and place: what it sees, since when and until when, who looked, and the one button to stop. */
export function SeenByCards(props: { rows: readonly Row[]; root: string; coachName: string }) {
  const words = useWords()
  const { t, day } = words
  if (props.rows.length === 0)
    return <EmptyState inline heading="h3" pictogram="shield" title={t('newcomer.data.noConsents')} />
  return (
    <>
      {props.rows.every((one) => one.sees === 'ended') && <p>{t('card.seen.none')}</p>}
      <ul className="in-grid in-grid--l">
        {props.rows.map((one) => (
          <Card as="li" gap={2} key={one.proposalId}>
            <h3>
              <OwnWords>{one.title}</OwnWords>
            </h3>
            <p className="in-grey">
              <bdi>{one.employerName}</bdi>
            </p>
            <p>
              <Badge tone={TONE[one.sees]} icon={one.sees === 'ended' ? 'lock' : 'eye'}>
                {t(`card.seen.${one.sees}`)}
              </Badge>
            </p>
            <p>{fieldsOf(one, words)}</p>
            <p className="in-small">
              {t('card.seen.since', { day: day(new Date(one.since)) })}
              {one.sees !== 'ended' && (
                <>
                  <br />
                  {untilOf(one, words)}
                </>
              )}
            </p>
            <Looks looks={one.looks} />
            {one.sees === 'details' && one.state === 'placed' && (
              <p className="in-small">{t('newcomer.data.whileWorking', { coach: isolated(props.coachName) })}</p>
            )}
            {one.stop && (
              <ButtonLink
                variant="second"
                icon="stop"
                href={
                  one.stop === 'withdraw'
                    ? `${props.root}/mijn-gegevens/voorstel/${one.proposalId}/stoppen`
                    : `${props.root}/mijn-reis/voorstel/${one.proposalId}#kies`
                }
                about={t('newcomer.data.withdrawAbout', {
                  title: isolated(one.title),
                  employer: isolated(one.employerName),
                })}
              >
                {t('card.seen.stop')}
              </ButtonLink>
            )}
          </Card>
        ))}
      </ul>
    </>
  )
}

function fieldsOf(one: Row, { t, list }: Words): string {
  if (one.sees === 'card') return t('card.seen.cardFields')
  const fields =
    one.fields === null
      ? t('card.seen.onlyCard')
      : list(one.fields.map((field) => t(`enum.consentField.${field}`).toLowerCase()))
  return t(one.sees === 'details' ? 'card.seen.fields' : 'card.seen.fieldsBefore', { fields })
}

function untilOf(one: Row, { t, day }: Words): string {
  if (one.until === null) return t('card.seen.whileWorking')
  return t(one.sees === 'card' ? 'card.seen.untilAnswer' : 'card.seen.until', { day: day(one.until) })
}

/** The last days on which somebody of this employer looked. */
function Looks({ looks }: { looks: Row['looks'] }) {
  const { t, day } = useWords()
  return (
    <div>
      <h4 className="in-small">{t('card.seen.looked')}</h4>
      {looks.length === 0 ? (
        <p className="in-small in-grey">{t('card.seen.nobodyLooked')}</p>
      ) : (
        <ul className="in-small">
          {looks.slice(0, 5).map((look) => (
            <li key={`${look.on} ${look.action}`}>
              {day(look.on)}: {t(`card.seen.what.${look.action === 'identity.viewed' ? 'identity' : 'card'}`)}
              {look.times > 1 && `, ${t('rights.looks.times', { count: look.times })}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
