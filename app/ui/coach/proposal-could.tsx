import { ButtonLink } from '#app/ui/button.tsx'
import { CouldList } from '#app/ui/inbox.tsx'
import { type CodedReason, sentenceOf } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { capital } from './capital.ts'

const CHANGERS = ['newcomer', 'employer', 'coach', 'municipality'] as const

/** The name of who can change something, at the start of a sentence; null for nobody. */
export function useChanger() {
  const { t } = useWords()
  return (who: string): string | null => {
    const known = CHANGERS.find((one) => one === who)
    if (!known) return null
    const name = t(`enum.changer.${known}`)
    return capital(name)
  }
}

/** What stands in the way today and who can change it; what is not known and should be asked (ruling 18). */
export function ProposalCould(props: {
  why: {
    oneThing: { who: string; reasons: CodedReason[] } | null
    against: CodedReason[]
    unknown: CodedReason[]
    policyVersion: string
  } | null
  labels: Record<string, string>
  newcomerId: string
}) {
  const words = useWords()
  const { t } = words
  const changer = useChanger()
  const { why, labels } = props
  if (why === null) return <p className="in-small in-grey">{t('coach.inbox.couldGone')}</p>
  const itemsOf = (reasons: CodedReason[]) =>
    reasons.map((reason) => ({ text: capital(sentenceOf(reason, words, labels)) }))
  const intake = (
    <ButtonLink variant="second" href={`/coach/deelnemers/${props.newcomerId}/intake/basics`}>
      {t('coach.inbox.askNewcomer')}
    </ButtonLink>
  )
  const who = why.oneThing ? changer(why.oneThing.who) : null
  return (
    <div className="in-stack in-gap-2">
      {why.oneThing && (
        <>
          <p className="in-small">{who ? t('coach.inbox.couldOne', { who }) : t('coach.inbox.couldNobody')}</p>
          <CouldList items={itemsOf(why.oneThing.reasons)} />
        </>
      )}
      {!why.oneThing && why.against.length > 0 && (
        <>
          <p className="in-small">{t('coach.inbox.couldMore')}</p>
          <CouldList items={itemsOf(why.against)} />
        </>
      )}
      {why.unknown.length > 0 && (
        <>
          <p className="in-small">{t('coach.inbox.couldAsk')}</p>
          <CouldList items={itemsOf(why.unknown)} />
          <div>{intake}</div>
        </>
      )}
      {!why.oneThing && why.against.length === 0 && why.unknown.length === 0 && (
        <p className="in-small">{t('coach.inbox.couldNothing')}</p>
      )}
      <p className="in-xs in-grey">{t('coach.inbox.couldToday', { version: why.policyVersion })}</p>
    </div>
  )
}
