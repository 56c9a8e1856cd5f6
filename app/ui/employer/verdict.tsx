import type { ReactNode } from 'react'
import { fieldId } from '#app/ui/form/field.tsx'
import { VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { foundBy, mendFor } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { OUTCOMES, type Outcome, type RuleBasis } from '#db/values/safeguards.ts'

export type VerdictReasonView = {
  ruleId?: string | undefined
  outcome?: Outcome | undefined
  code: string
  params: Record<string, string | number>
  basis?: RuleBasis | undefined
}
/** What the screens show of a verdict. */
export type VerdictView = { outcome: Outcome; reasons: VerdictReasonView[] }

/** The question of the form that a rule looks at. Facts of the establishment stand on the company page. */
const FIELD_OF_RULE: Record<string, string> = {
  'DSP-01': 'hourlyWage',
  'DSP-02': 'declaration.decision.reference',
  'DSP-03a': 'endsOn',
  'DSP-03b': 'endsOn',
  'DSP-03c': 'endsOn',
  'DSP-03d': 'endsOn',
  'DSP-03e': 'endsOn',
  'DSP-04': 'declaration.intent.months',
  'DSP-05': 'declaration.probationDays',
  'DSP-08': 'declaration.replacesPerson',
  'DSP-10': 'declaration.linkedVacancy',
  'DSP-13': 'declaration.motive',
  'DSP-14': 'learningPlan.goals',
  'DSP-15': 'supervisorName',
  'DSP-16': 'declaration.productiveShare',
  'DSP-26': 'declaration.candidateFee',
  'DSP-28': 'declaration.followUp.offer',
  'DSP-29': 'declaration.liabilityInsured',
  'DSP-34': 'languages',
  'DSP-36': 'declaration.otherWageSubsidy',
  'DSP-37': 'declaration.probationDays',
}
const FIELD_OF_CODE: Record<string, string> = {
  'supervisor-hours-unknown': 'supervisorHours',
  'supervisor-hours-too-few': 'supervisorHours',
  'supervisor-trainees-unknown': 'traineesPerSupervisor',
  'supervisor-trainees-too-many': 'traineesPerSupervisor',
  'not-supernumerary': 'declaration.supernumerary',
  'supernumerary-unknown': 'declaration.supernumerary',
  'regular-tasks-unknown': 'declaration.regularTaskShare',
  'agreement-missing': 'declaration.agreementSignedBy',
  'repayment-clause': 'declaration.repaymentClause',
  'repayment-unknown': 'declaration.repaymentClause',
  'cao-unknown': 'declaration.cao.code',
  'cao-scale-unknown': 'declaration.cao.scaleEuros',
  'wage-below-cao': 'hourlyWage',
  'subsidy-unknown': 'declaration.wageSubsidy',
}
/** What is stated once of an establishment: the questions there mend it for every position. */
const AT_QUESTIONS = new Set(['DSP-09', 'DSP-12', 'DSP-17', 'DSP-20', 'DSP-23', 'DSP-24', 'DSP-25'])
const AT_COMPANY = new Set(['DSP-11'])
/** Nobody answered yet: the questions mend it, whatever the rule. */
const UNANSWERED = new Set(['vacancy-unknown', 'dismissals-unknown', 'dismissal-collective-unknown'])

/**
 * What the safeguards say, worst first, each point with the way to mend it. What is in order is folded away.
 *
 * @param inForm the points link to the questions of the form on the same page
 */
export function EmployerVerdict(props: {
  verdict: VerdictView
  title?: string | undefined
  text?: ReactNode
  outcome?: Outcome | undefined
  inForm?: boolean | undefined
  /** Where the questions about the establishment of this position are answered. */
  questionsAt?: string | undefined
  heading?: 'h2' | 'h3' | undefined
  id?: string | undefined
}) {
  const words = useWords()
  const { t } = words
  const { verdict } = props
  const rank = (one: VerdictReasonView) => OUTCOMES.indexOf(one.outcome ?? 'warn')
  const open = verdict.reasons.filter((one) => one.outcome !== 'ok').sort((one, other) => rank(other) - rank(one))
  const fine = verdict.reasons.filter((one) => one.outcome === 'ok')
  const nameOf = (id = '') => codedWord(t, 'safeguard.rule', id) ?? ''
  const sourceOf = ({ ruleId = '', basis }: VerdictReasonView) =>
    basis
      ? t('employer.verdict.basis', { rule: ruleId, name: nameOf(ruleId), basis: t(`enum.basis.${basis}`) })
      : [ruleId, nameOf(ruleId)].filter(Boolean).join(', ')
  const { outcome } = verdict
  return (
    <VerdictPanel
      id={props.id}
      heading={props.heading}
      outcome={props.outcome ?? outcome}
      title={props.title ?? t(`employer.verdict.${outcome}Title`)}
      text={props.text ?? t(`employer.verdict.${outcome}Text`)}
      items={open.map((one) => ({
        outcome: one.outcome ?? 'warn',
        title: foundBy(one, words),
        mend: (
          <>
            {mendFor(one, words)} {props.inForm && <WayTo reason={one} questionsAt={props.questionsAt} />}
          </>
        ),
        source: <Why reason={one}>{sourceOf(one)}</Why>,
      }))}
      words={{
        region: t('employer.verdict.region'),
        outcomes: {
          ok: t('enum.outcome.ok'),
          warn: t('enum.outcome.warn'),
          human: t('enum.outcome.human'),
          block: t('enum.outcome.block'),
        },
        mend: t('employer.verdict.mend'),
      }}
      foot={
        fine.length > 0 && (
          <details>
            <summary>{t('employer.verdict.fine', { count: fine.length })}</summary>
            <ul className="in-list">
              {fine.map((one, index) => (
                <li key={index}>
                  <span>
                    {nameOf(one.ruleId)}: {foundBy(one, words)}
                    <span className="in-src">
                      <Why reason={one}>{sourceOf(one)}</Why>
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )
      }
    />
  )
}

function WayTo(props: { reason: VerdictReasonView; questionsAt?: string | undefined }) {
  const { ruleId = '', code, params } = props.reason
  const { t } = useWords()
  // In a page of its own: what was typed here stays.
  if ((AT_QUESTIONS.has(ruleId) && FIELD_OF_CODE[code] === undefined) || UNANSWERED.has(code))
    return (
      <a href={props.questionsAt ?? '/werkgever/dossier/vragen'} target="_blank" rel="noopener">
        {t('employer.verdict.goToQuestions')}
      </a>
    )
  if (ruleId === 'MON')
    return (
      <a href="/werkgever/dossier#signalen" target="_blank" rel="noopener">
        {t('employer.verdict.goToSignals')}
      </a>
    )
  if (AT_COMPANY.has(ruleId))
    return (
      <a href="/werkgever/bedrijf" target="_blank" rel="noopener">
        {t('employer.verdict.goToCompany')}
      </a>
    )
  const skill = ruleId === 'DSP-34' && params['language'] === 'nld' ? `dutch.${params['skill']}.task` : undefined
  const field = skill ?? FIELD_OF_CODE[code] ?? FIELD_OF_RULE[ruleId]
  return field ? <a href={`#${fieldId(field)}`}>{t('employer.verdict.goTo')}</a> : null
}

/** The rule by its name, with the way to the public page that explains it. What was typed stays: it opens beside. */
function Why({ reason: { ruleId }, children }: { reason: VerdictReasonView; children: ReactNode }) {
  return ruleId ? (
    <a href={`/nl/regels#${ruleId}`} target="_blank" rel="noopener">
      {children}
    </a>
  ) : (
    children
  )
}
