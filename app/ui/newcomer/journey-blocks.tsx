import { Badge } from '#app/ui/badge.tsx'
import { Button, ButtonLink, TextLink } from '#app/ui/button.tsx'
import { Card, Disc, Panel } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Pictogram } from '#app/ui/icon.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { ProposalState } from '#db/values/proposals.ts'
import type { Sector } from '#db/values/reference.ts'
import { OwnWords } from './own-words.tsx'
import { isolated } from './position-text.tsx'

type Proposal = {
  id: string
  state: ProposalState
  title: string
  employerName: string
  place: string
  sector: Sector
  answerDueOn: string | null
}

/** What waits for the reader's answer: one card each, the way to it as its button. */
export function WaitingProposals(props: { proposals: readonly Proposal[]; root: string }) {
  const { t, day } = useWords()
  return (
    <section className="in-stack" aria-labelledby="waiting">
      <div>
        <h2 id="waiting">{t('newcomer.journey.waiting')}</h2>
        <p className="in-grey">{t('newcomer.journey.waitingText', { count: props.proposals.length })}</p>
      </div>
      <ul className="in-stack">
        {props.proposals.map((one) => (
          <Card as="li" key={one.id}>
            <div className="in-row in-row--top in-gap-4">
              <Disc pictogram={SECTOR_PICTOGRAM[one.sector]} size="s" />
              <div className="in-stack in-gap-2 in-fill">
                <h3>
                  <OwnWords>{one.title}</OwnWords>
                </h3>
                <p className="in-grey">
                  {t('visitor.position.at', { employer: isolated(one.employerName), place: isolated(one.place) })}
                </p>
                {one.answerDueOn && (
                  <p>
                    <Badge tone="warn" icon="clock">
                      {t('newcomer.journey.answerBefore', { day: day(one.answerDueOn) })}
                    </Badge>
                  </p>
                )}
                <ButtonLink
                  href={`${props.root}/mijn-reis/voorstel/${one.id}`}
                  iconAfter="arrow"
                  about={<OwnWords>{one.title}</OwnWords>}
                >
                  {t('newcomer.journey.open')}
                </ButtonLink>
              </div>
            </div>
          </Card>
        ))}
      </ul>
    </section>
  )
}

/** The coach, and where to stop or look who sees what. */
export function CoachCard(props: { name: string; helpHref: string; dataHref: string }) {
  const { t } = useWords()
  return (
    <>
      <Card as="section" gap={3}>
        <div className="in-row in-row--line">
          <Pictogram name="buddy" />
          <h2 className="in-cap">{t('newcomer.journey.coachTitle', { name: isolated(props.name) })}</h2>
        </div>
        <p>{t('newcomer.journey.coachText')}</p>
        <ButtonLink wide icon="phone" href={props.helpHref}>
          {t('common.help')}
        </ButtonLink>
      </Card>
      <Panel tone="mint" gap={2}>
        <h2 className="in-cap">{t('newcomer.journey.papers')}</h2>
        <TextLink icon="eye" href={`${props.dataHref}#wie-zag`}>
          {t('newcomer.journey.whoSaw')}
        </TextLink>
        <p className="in-small">{t('newcomer.journey.stop')}</p>
      </Panel>
    </>
  )
}

const SAID = [
  'proposal-for-you',
  'proposal-closed',
  'employer-accepted',
  'placement-started',
  'placement-cancelled',
  'coach-changed',
  'file-opened',
  'search-found',
  'account-changed',
  'data-ends',
] as const
type Said = (typeof SAID)[number]
const isSaid = (code: string): code is Said => (SAID as readonly string[]).includes(code)

/** Where a message leads, if anywhere. */
const pageOf = ({ code, proposalId }: { code: string; proposalId: string | null }, root: string): string | null => {
  if (code === 'search-found') return '/account/zoekopdrachten'
  return proposalId && code === 'proposal-for-you' ? `${root}/mijn-reis/voorstel/${proposalId}` : null
}

/** Messages, newest first; the new ones are marked with a word. */
export function Messages(props: {
  notices: readonly { id: string; code: string; proposalId: string | null; on: string; unread: boolean }[]
  root: string
  formKey: string
}) {
  const { t, day } = useWords()
  if (props.notices.length === 0) return <p className="in-grey">{t('newcomer.journey.noMessages')}</p>
  return (
    <>
      <ol className="in-log">
        {props.notices.map((notice) => {
          const href = pageOf(notice, props.root)
          const sentence = t(`newcomer.notice.${isSaid(notice.code) ? notice.code : 'other'}`)
          return (
            <li key={notice.id}>
              {notice.unread && (
                <>
                  <Badge tone="info" icon="dot">
                    {t('newcomer.journey.unread')}
                  </Badge>{' '}
                </>
              )}
              {href === null ? (
                sentence
              ) : (
                <a className="in-link--hit" href={href}>
                  {sentence}
                </a>
              )}
              <time dateTime={notice.on}>{day(new Date(notice.on))}</time>
            </li>
          )
        })}
      </ol>
      {props.notices.some((notice) => notice.unread) && (
        <PostForm idempotencyKey={props.formKey} gap={2}>
          <input type="hidden" name="intent" value="read" />
          <Button variant="second" icon="check">
            {t('newcomer.journey.markRead')}
          </Button>
        </PostForm>
      )}
    </>
  )
}

/** The other proposals, each with its state in words. */
export function EarlierProposals(props: {
  proposals: readonly (Proposal & { isOpen: boolean; isWithheld: boolean })[]
  root: string
}) {
  const { t } = useWords()
  return (
    <ul className="in-stack in-gap-3">
      {props.proposals.map((one) => (
        <li key={one.id} className="in-row in-row--between in-ruled">
          <a className="in-link--hit" href={`${props.root}/mijn-reis/voorstel/${one.id}`}>
            <OwnWords>{one.title}</OwnWords> (<bdi>{one.employerName}</bdi>)
          </a>
          <Badge tone={one.isOpen ? 'info' : undefined} icon={one.isOpen ? 'clock' : 'dot'}>
            {t(`newcomer.stateShort.${one.isWithheld ? 'withheld' : (one.state as 'shortlisted')}`)}
          </Badge>
        </li>
      ))}
    </ul>
  )
}
