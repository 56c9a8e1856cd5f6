import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { Detail, DetailPart, ReasonRows, Versus } from '#app/ui/inbox.tsx'
import { Note } from '#app/ui/note.tsx'
import type { FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { type CodedReason, sentenceOf } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { LEVEL_SOURCES } from '#db/values/language.ts'
import type { PositionType } from '#db/values/positions.ts'
import {
  type ConsentField,
  FIT_PARTS,
  type FitPart,
  type ProposalState,
  type ProposalStep,
  REFUSAL_REASONS,
  SET_ASIDE_REASONS,
} from '#db/values/proposals.ts'
import type { CardStanding } from '#server/proposals/reads-cards.ts'
import { capital } from './capital.ts'
import { CardShown } from './card-shown.tsx'
import { daysSince } from './days.ts'
import { useFitWords } from './fit-words.ts'
import { ProposalActions } from './proposal-actions.tsx'
import { ProposalCould } from './proposal-could.tsx'
import { ProposalOthers } from './proposal-others.tsx'

type Sourced = CodedReason & { source?: { kind: string; on?: string } }
export type ProposalDetailData = {
  id: string
  version: number
  state: ProposalState
  newcomerId: string
  positionId: string
  newcomerName: string
  waitingSince: string
  title: string
  employerName: string
  employerStands: boolean
  place: string
  type: PositionType
  hoursPerWeek: number
  startsOn: string
  seats: number
  seatsFree: number | null
  expectedLevel: string | null
  answerDueOn: string | null
  steps: ProposalStep[]
  placementId: string | null
  fit: Record<FitPart, { state: FitState; for: Sourced[]; against: Sourced[] }>
  policyVersion: string | null
  consent: { fields: ConsentField[]; expiresOn: string; withdrawnAt: string | null } | null
  history: { step: ProposalStep; actorRole: string; at: string; reasons: CodedReason[] }[]
  why: {
    oneThing: { who: string; reasons: CodedReason[] } | null
    against: CodedReason[]
    unknown: CodedReason[]
    policyVersion: string
  } | null
  others: { newcomerId: string; name: string; who: string; reasons: CodedReason[] }[] | null
  labels: Record<string, string>
  card: CardStanding | null
}

/** One proposal with everything the coach needs to decide: both sides, reasons for and against, what could change, what happened. */
export function ProposalDetail(props: {
  detail: ProposalDetailData
  today: string
  /** The filters, with their question mark. */
  behind: string
  keyValue: string
  errors: Record<string, string>
}) {
  const { detail } = props
  const words = useWords()
  const { t, day, number } = words
  const fitWords = useFitWords()
  const states = FIT_PARTS.map((part) => detail.fit[part].state)
  const reasonOf = (part: FitPart) => (reason: Sourced) => ({
    text: capital(sentenceOf(reason, words, detail.labels)),
    source: sourceOf(reason, part, words),
  })
  return (
    <Detail label={t('coach.inbox.detail', { name: detail.newcomerName })}>
      <DetailPart>
        <Versus
          person={{
            above: t('coach.inbox.person', {
              days: t('coach.days', { count: daysSince(detail.waitingSince, props.today) }),
            }),
            title: <bdi>{detail.newcomerName}</bdi>,
            href: `/coach/deelnemers/${detail.newcomerId}`,
            text: <Badge tone="info">{t(`enum.proposalState.${detail.state}`)}</Badge>,
          }}
          position={{
            above:
              detail.seatsFree === null
                ? t('coach.inbox.positionPlain', { seats: detail.seats })
                : t('coach.inbox.position', { free: detail.seatsFree, seats: detail.seats }),
            title: detail.title,
            text: t('coach.inbox.positionLine', {
              employer: detail.employerName,
              place: detail.place,
              type: t(`enum.positionType.${detail.type}`),
              hours: number(detail.hoursPerWeek),
              day: day(detail.startsOn),
            }),
          }}
          states={states}
          fitWords={fitWords(states)}
        />
        {detail.answerDueOn && (
          <p className="in-small">
            <Badge tone={detail.answerDueOn < props.today ? 'error' : undefined} icon="calendar">
              {t('coach.inbox.answerDue', { day: day(detail.answerDueOn) })}
            </Badge>
          </p>
        )}
      </DetailPart>
      {!detail.employerStands && (
        <DetailPart>
          <Note tone="warn" title={t('coach.inbox.suspended')}>
            {t('coach.inbox.suspendedText', { employer: detail.employerName })}
          </Note>
        </DetailPart>
      )}
      <DetailPart title={t('coach.inbox.why')}>
        {detail.expectedLevel && (
          <Note tone="warn" small>
            {t('coach.inbox.expected')}
          </Note>
        )}
        <ReasonRows
          head={[t('coach.inbox.part'), t('coach.inbox.for'), t('coach.inbox.against')]}
          nothing={{ for: t('coach.inbox.nothingFor'), against: t('coach.inbox.nothingAgainst') }}
          rows={FIT_PARTS.map((part) => ({
            part: t(`enum.fitPart.${part}`),
            state: detail.fit[part].state,
            word: t(`enum.fitState.${detail.fit[part].state}`),
            for: detail.fit[part].for.map(reasonOf(part)),
            against: detail.fit[part].against.map(reasonOf(part)),
          }))}
        />
        {detail.policyVersion && (
          <p className="in-xs in-grey">{t('coach.inbox.policy', { version: detail.policyVersion })}</p>
        )}
      </DetailPart>
      <DetailPart title={t('coach.inbox.could')}>
        <ProposalCould why={detail.why} labels={detail.labels} newcomerId={detail.newcomerId} />
        {detail.why && (
          <ButtonLink
            variant="quiet"
            href={`/coach/deelnemers/${detail.newcomerId}/plekken/${detail.positionId}`}
            iconAfter="arrow"
          >
            {t('match.everything')}
          </ButtonLink>
        )}
      </DetailPart>
      <DetailPart title={t('coach.inbox.others')}>
        <ProposalOthers
          others={detail.others}
          labels={detail.labels}
          proposalId={detail.id}
          positionId={detail.positionId}
          behind={props.behind}
        />
      </DetailPart>
      {detail.card && (
        <DetailPart title={t('coach.shownCard.title')}>
          <CardShown
            card={detail.card}
            proposalId={detail.id}
            behind={props.behind}
            keyValue={props.keyValue}
            error={props.errors['cardReason']}
          />
        </DetailPart>
      )}
      <DetailPart title={t('coach.inbox.history')}>
        {detail.consent && detail.consent.withdrawnAt === null && (
          <DescriptionList
            small
            items={[
              {
                term: t('coach.proposalStep.consent'),
                value: t('coach.inbox.consent', {
                  fields: words.list(
                    detail.consent.fields.map((field) => t(`enum.consentField.${field}`).toLowerCase()),
                  ),
                  day: day(detail.consent.expiresOn),
                }),
              },
            ]}
          />
        )}
        <Log
          items={detail.history.map((row) => ({
            at: row.at,
            when: words.moment(row.at),
            text: (
              <>
                {row.reasons.some((reason) => reason.code === 'talk-first')
                  ? t('coach.proposalStep.talk')
                  : t(`coach.proposalStep.${row.step}`)}{' '}
                <span className="in-grey">
                  {t('coach.inbox.by', { who: codedWord(t, 'enum.role', row.actorRole) ?? '' })}
                </span>
                {row.reasons
                  .map((reason) => whyOf(reason, words))
                  .filter(Boolean)
                  .map((why) => `: ${why}`)}
              </>
            ),
          }))}
        />
      </DetailPart>
      <ProposalActions detail={detail} behind={props.behind} keyValue={props.keyValue} errors={props.errors} />
    </Detail>
  )
}

type Words = ReturnType<typeof useWords>

/** A coded reason of a person, in words; the engine's own reasons stand above. */
function whyOf(reason: CodedReason, { t }: Words): string {
  const aside = SET_ASIDE_REASONS.find((one) => one === reason.code)
  if (aside) return t(`enum.setAsideReason.${aside}`)
  const refused = REFUSAL_REASONS.find((one) => one === reason.code)
  return refused ? t(`enum.refusalReason.${refused}`) : ''
}

/** Where a reason comes from: the source and day of a level, else the position or the newcomer's profile. */
function sourceOf(reason: Sourced, part: FitPart, { t, day }: Words): string {
  const kind = LEVEL_SOURCES.find((one) => one === reason.source?.kind)
  if (kind && reason.source?.on)
    return t('coach.inbox.sourceLevel', { source: t(`enum.levelSource.${kind}`), day: day(reason.source.on) })
  return part === 'support' || reason.code.startsWith('teaches')
    ? t('coach.inbox.source.position')
    : t('coach.inbox.source.profile')
}
