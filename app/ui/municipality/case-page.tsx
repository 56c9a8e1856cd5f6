import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Split, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionMotive, PositionStep, PositionType } from '#db/values/positions.ts'
import { CaseFacts, CaseLog, CaseTerms, CaseVerdict, type PositionAsTold } from './case.tsx'
import { CaseFactForms } from './case-fact-forms.tsx'
import { Contradictions, EarlierCases, FactHistory, SignalLines, Statements, Tension } from './case-record.tsx'
import { Declared, RuleTable } from './case-rules.tsx'
import { CaseTalk } from './case-talk.tsx'
import type { CaseShown } from './case-view.ts'
import { DecisionForm, useTyped } from './decision-form.tsx'
import { MunicipalityFrame, type OfficerFrame } from './frame.tsx'
import { LogLines } from './log-lines.tsx'
import { ObjectionPart } from './objection-part.tsx'
import { OverridePart, RejectStart } from './override-part.tsx'

const DONE = {
  gevraagd: 'cases.override.asked',
  vastgelegd: 'cases.override.decided',
  vraag: 'cases.page.asked',
  feit: 'employer.done.fact',
} as const

/** What the page of a case shows; the forms that were sent come back with what to mend. */
export type CasePageProps = {
  frame: OfficerFrame
  keys: readonly [string, string]
  title: string
  type: PositionType
  /** As the employer keeps it; absent for a draft, of which an officer reads no more than the answer holds. */
  facts?: PositionAsTold
  motive?: PositionMotive | null
  steps?: { step: PositionStep; actorRole: string; at: string }[]
  view: CaseShown | null
  /** A coach waits for a decision about this start or longer term. */
  coachWaits?: boolean
  done: string | null
  sent: { intent: string; values: Record<string, unknown>; errors: Record<string, string[]> } | undefined
}

/** The case on one page: what was found and why, what it rests on, what was said and decided before, and the forms to decide. */
export function CasePage(props: CasePageProps) {
  const { t } = useWords()
  const { view, keys, done } = props
  const { errors, typed } = useTyped(props.sent)
  const of = (intent: string) =>
    props.sent?.intent === intent ? { errors, typed } : { errors: {}, typed: () => undefined }
  const undecided = view !== null && view.decisions.length === 0
  const asksPerson = undecided && view.verdict.outcome === 'human'
  const waits = asksPerson && view.state === 'awaiting-decision' && view.verdict.moment === 'publish'
  const stands = asksPerson && view.state === 'published' && view.verdict.moment === 'propose' && view.card === null
  const coachWaits = undecided && props.coachWaits === true
  const about = view?.card ? 'starts' : 'case'
  // Who decides about an objection reads first what was decided and what the employer wrote.
  const talk = view && <CaseTalk view={view} formKey={keys[1]} {...of('question')} />
  const said = done !== null && Object.hasOwn(DONE, done) ? DONE[done as keyof typeof DONE] : null
  return (
    <MunicipalityFrame {...props.frame}>
      <p>
        <TextLink back href="/toets">
          {t('municipality.case.back')}
        </TextLink>
      </p>
      <PageHead
        above={t(`enum.positionType.${props.type}`)}
        title={
          view?.card
            ? t(view.verdict.moment === 'extend' ? 'cases.longer.one' : 'municipality.starts.one', {
                title: props.title,
              })
            : t('municipality.case.title', { title: props.title })
        }
        lead={
          view?.card ? `${t('municipality.starts.card')} ${view.card}. ${t('municipality.starts.noName')}` : undefined
        }
      />
      <Split
        aside={
          <>
            {props.facts ? (
              <CaseFacts position={{ ...props.facts, motive: props.motive ?? null }} />
            ) : (
              view && <CaseTerms terms={view.terms} />
            )}
            {view && <Tension tension={view.tension} />}
          </>
        }
      >
        <Stack gap={6}>
          {props.sent && (
            <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
          )}
          {said && (
            <Note tone="ok" announce>
              {t(said)}
            </Note>
          )}
          {view && (
            <>
              {!view.isNewest && <Note tone="warn">{t('cases.page.older')}</Note>}
              {!view.employerStands && <Note tone="warn">{t('cases.page.suspended')}</Note>}
              <CaseVerdict
                about={about}
                title={view.objection && view.objection.turn !== 'you' ? t('cases.page.rejected') : undefined}
                verdict={view.verdict}
                waiting={waits || stands || (coachWaits && asksPerson) || view.objection?.turn === 'you'}
              />
              <Contradictions lines={view.contradictions} />
              {view.objection && talk}
              <ObjectionPart view={view} formKey={keys[0]} {...of('decide-objection')} />
              {waits && (
                <DecisionForm
                  about="case"
                  intent="decide"
                  idempotencyKey={keys[0]}
                  hidden={{ positionId: view.positionId, verdictId: view.id }}
                  today={view.today}
                  {...of('decide')}
                />
              )}
              {stands && (
                <DecisionForm
                  about="case"
                  intent="decide-standing"
                  idempotencyKey={keys[0]}
                  hidden={{ verdictId: view.id }}
                  today={view.today}
                  {...of('decide-standing')}
                />
              )}
              {coachWaits && asksPerson && (
                <DecisionForm
                  about={view.verdict.moment === 'extend' ? 'longer' : 'starts'}
                  intent="decide-start"
                  idempotencyKey={keys[0]}
                  hidden={{ verdictId: view.id }}
                  today={view.today}
                  {...of('decide-start')}
                />
              )}
              <OverridePart
                view={view}
                coachWaits={coachWaits}
                formKey={keys[0]}
                ask={of('ask-override')}
                decide={of('decide-override')}
              />
              {coachWaits &&
                view.verdict.outcome === 'block' &&
                view.overrides.every(({ state }) => state === 'refused') && (
                  <RejectStart view={view} formKey={keys[0]} {...of('decide-start')} />
                )}
              {!view.objection && talk}
              <RuleTable trail={view.trail} />
              <Declared declaration={view.declaration} />
              <Statements statements={view.statements} />
              <FactHistory history={view.history} />
              <CaseFactForms view={view} formKey={keys[0]} sent={props.sent} end={of('end-fact')} />
              <EarlierCases earlier={view.earlier} />
              <SignalLines signals={view.signals} />
              <LogLines title={t('cases.log.own')} lines={view.log} />
            </>
          )}
          {props.steps && <CaseLog log={props.steps} />}
        </Stack>
      </Split>
    </MunicipalityFrame>
  )
}

/** What loader and action sent, as the page takes it: answers and declarations are JSON of any shape, which Remix's types cannot carry over. */
export const caseShown = (loaded: object, sent: unknown): CasePageProps => ({ ...loaded, sent }) as CasePageProps
