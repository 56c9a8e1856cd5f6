import { TextLink } from '#app/ui/button.tsx'
import { type CodedReason, sentenceOf } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { useChanger } from './proposal-could.tsx'

/** Who of the caseload only one thing keeps from this position. It takes a calculation for everybody, so it is asked for by a link. */
export function ProposalOthers(props: {
  others: { newcomerId: string; name: string; who: string; reasons: CodedReason[] }[] | null
  labels: Record<string, string>
  proposalId: string
  positionId: string
  behind: string
}) {
  const words = useWords()
  const { t } = words
  const changer = useChanger()
  const { others } = props
  if (others === null) {
    const more = props.behind ? `${props.behind}&anderen=1` : '?anderen=1'
    return (
      <TextLink href={`/coach/voorstellen/${props.proposalId}${more}`} icon="chevron">
        {t('coach.inbox.othersLink')}
      </TextLink>
    )
  }
  if (others.length === 0) return <p className="in-small in-grey">{t('coach.inbox.othersNone')}</p>
  return (
    <div className="in-stack in-gap-2">
      <p className="in-small">{t('coach.inbox.othersText', { count: others.length })}</p>
      <ul className="in-could">
        {others.map((one) => {
          const who = changer(one.who)
          return (
            <li key={one.newcomerId}>
              <span>
                <b>
                  <a href={`/coach/deelnemers/${one.newcomerId}/plekken/${props.positionId}`}>
                    <bdi>{one.name}</bdi>
                  </a>
                </b>
                : {one.reasons.map((reason) => sentenceOf(reason, words, props.labels)).join('; ')}
              </span>
              <span className="in-grey">
                {who ? t('coach.inbox.othersWho', { who }) : t('coach.inbox.othersNobody')}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
