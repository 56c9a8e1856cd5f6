import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { foundBy, mendFor } from '#app/ui/words/sentence.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { PositionMotive, PositionStep } from '#db/values/positions.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import { type CaseShown, decisionNumber, type FoundReason } from './case-view.ts'

/** Which decision let a point pass, and when; of older answers only that people did. */
function passedText({ approved, passedBy }: FoundReason, { t, day }: Words): string | undefined {
  if (!approved) return undefined
  if (!passedBy) return t('cases.page.approved')
  return t(`cases.page.passedBy.${passedBy.role}`, { day: day(passedBy.on), number: decisionNumber(passedBy.id) })
}

/** What the safeguards found: what asks for a person first, what is in order folded away. `about` says which words go with it. */
export function CaseVerdict(props: {
  about: 'case' | 'starts'
  verdict: { outcome: Outcome; askedAt: string; policyVersion: string; reasons: FoundReason[] }
  waiting: boolean
  /** Instead of whether it waits. */
  title?: string | undefined
}) {
  const words = useWords()
  const { t } = words
  const { verdict } = props
  const rank: Outcome[] = ['block', 'human', 'warn']
  const open = verdict.reasons
    .filter((one) => one.outcome !== 'ok')
    .sort((a, b) => rank.indexOf(a.outcome ?? 'warn') - rank.indexOf(b.outcome ?? 'warn'))
  const fine = verdict.reasons.filter((one) => one.outcome === 'ok')
  const ruleName = (id = '') => codedWord(t, 'safeguard.rule', id)
  return (
    <VerdictPanel
      outcome={verdict.outcome}
      title={
        props.title ??
        t(
          props.waiting
            ? `municipality.${props.about}.human`
            : verdict.outcome === 'block'
              ? props.about === 'starts'
                ? 'cases.page.blockStart'
                : 'cases.page.block'
              : props.about === 'starts'
                ? 'cases.page.otherStart'
                : 'municipality.case.other',
        )
      }
      text={t('municipality.case.humanText', { moment: words.moment(verdict.askedAt), version: verdict.policyVersion })}
      items={open.map((one) => ({
        outcome: one.outcome ?? 'warn',
        title: foundBy(one, words),
        detail: passedText(one, words),
        mend: mendFor(one, words),
        source: [one.ruleId, ruleName(one.ruleId)].filter(Boolean).join(', '),
      }))}
      words={{
        region: t('municipality.case.verdict'),
        outcomes: {
          ok: t('enum.outcome.ok'),
          warn: t('enum.outcome.warn'),
          human: t('enum.outcome.human'),
          block: t('enum.outcome.block'),
        },
        mend: t(`municipality.${props.about}.mend`),
      }}
      foot={
        <details>
          <summary>{t('municipality.case.all', { count: fine.length })}</summary>
          <ul className="in-list">
            {fine.map((one, index) => (
              <li key={index}>
                {one.ruleId}, {ruleName(one.ruleId)}: {foundBy(one, words)}
              </li>
            ))}
          </ul>
        </details>
      }
    />
  )
}

/** From its first day to its last, or without one. */
const termText = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }, { t, day }: Words): string =>
  endsOn === null
    ? `${day(startsOn)}, ${t('municipality.case.open')}`
    : t('cases.page.term', { from: day(startsOn), until: day(endsOn) })

/** What an answer is about, as it was sent in: a draft, a blocked try, a start or a longer term. */
export function CaseTerms({ terms }: { terms: CaseShown['terms'] }) {
  const words = useWords()
  const { t, number } = words
  return (
    <Panel gap={3}>
      <h2>{t('cases.page.terms')}</h2>
      <DescriptionList
        small
        items={[
          { term: t('cases.page.termsRole'), value: terms.role },
          { term: t('cases.judged.type'), value: t(`enum.positionType.${terms.type}`) },
          {
            term: t('municipality.case.place'),
            value: (
              <>
                <bdi>{terms.establishment}</bdi>, <bdi>{terms.place}</bdi>
              </>
            ),
          },
          {
            term: t('municipality.case.term'),
            value: termText(terms, words),
          },
          {
            term: t('municipality.case.hours'),
            value: t('municipality.case.hoursText', { hours: number(terms.hoursPerWeek) }),
          },
          { term: t('municipality.case.seats'), value: number(terms.seats) },
        ]}
      />
    </Panel>
  )
}

/** A position as its employer keeps it. */
export type PositionAsTold = {
  occupation: string
  establishment: string
  startsOn: string
  endsOn: string | null
  hoursPerWeek: number
  hourlyWageCents: number | null
  seats: number
  supervisorName: string
  supervisorHours: number | null
  tasks: string[]
  learns: string[]
  learningPlan: { startLevel: string; targetLevel: string; assessmentOn: string | null }
}

/** The position in the words of the employer. */
export function CaseFacts({ position }: { position: PositionAsTold & { motive: PositionMotive | null } }) {
  const words = useWords()
  const { t, day, euros, number } = words
  const plan = position.learningPlan
  const rows: [string, string][] = [
    [t('municipality.case.place'), `${position.establishment}, ${position.occupation}`],
    [t('municipality.case.term'), termText(position, words)],
    [t('municipality.case.hours'), t('municipality.case.hoursText', { hours: number(position.hoursPerWeek) })],
    [
      t('municipality.case.wage'),
      position.hourlyWageCents === null ? t('municipality.case.noWage') : euros(position.hourlyWageCents),
    ],
    [t('municipality.case.seats'), number(position.seats)],
    [
      t('municipality.case.guidance'),
      position.supervisorName
        ? t('municipality.case.guidanceText', {
            name: position.supervisorName,
            hours: number(position.supervisorHours ?? 0),
          })
        : t('common.unknown'),
    ],
    [t('municipality.case.motive'), position.motive ? t(`enum.motive.${position.motive}`) : t('common.unknown')],
  ]
  return (
    <Panel gap={3}>
      <h2>{t('municipality.case.facts')}</h2>
      <DescriptionList small items={rows.map(([term, value]) => ({ term, value }))} />
      <h3>{t('municipality.case.tasks')}</h3>
      <ul className="in-list">
        {position.tasks.map((task) => (
          <li key={task}>{task}</li>
        ))}
      </ul>
      <h3>{t('municipality.case.learns')}</h3>
      <ul className="in-list">
        {position.learns.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <h3>{t('municipality.case.plan')}</h3>
      <p>
        {t('municipality.case.planText', {
          start: plan.startLevel || '…',
          target: plan.targetLevel || '…',
          on: plan.assessmentOn ? day(plan.assessmentOn) : t('municipality.case.planNone'),
        })}
      </p>
    </Panel>
  )
}

/** The state log: what happened to this position, by which desk, when. */
export function CaseLog({ log }: { log: { step: PositionStep; actorRole: string; at: string }[] }) {
  const { t, moment } = useWords()
  return (
    <section className="in-block">
      <h2>{t('municipality.case.history')}</h2>
      <ol className="in-log">
        {log.map((entry, index) => (
          <li key={index}>
            <b>{t(`municipality.case.step.${entry.step}`)}</b>, {codedWord(t, 'enum.role', entry.actorRole)}
            <time dateTime={entry.at}>{moment(entry.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  )
}
