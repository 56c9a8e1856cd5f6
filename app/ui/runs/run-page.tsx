import { Note } from '#app/ui/note.tsx'
import { Kpis } from '#app/ui/pictures/dashboard.tsx'
import { GainBars } from '#app/ui/pictures/gain-bars.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { Recheck } from '#server/proposals/reads-recheck.ts'
import type { ShownBlocking } from '#server/proposals/reads-run-blocking.ts'
import type { RunSince } from '#server/proposals/reads-runs.ts'
import { RunBlocking } from './run-blocking.tsx'
import { RunProof } from './run-proof.tsx'
import { RunSpreads } from './run-spreads.tsx'
import { RunBadge, type ShownLine, type ShownNumbers } from './runs-list.tsx'

export type ShownRun = ShownLine & {
  policy: { newcomer: [string, number][]; employer: [string, number][] }
  since: RunSince | null
  blocking: ShownBlocking[]
  recheck: Recheck | null
  desk: 'coach' | 'other'
}

/** A count of people in words: small ones, and those that would give a small one away, are not shown. */
const people = (count: number | null, { t, number }: Words): string =>
  count === null ? t('runs.hidden') : number(count)

/** One run of the engine, for staff: about everybody, and about nobody in particular. */
export function RunPage({ run }: { run: ShownRun }) {
  const words = useWords()
  const { t, moment, number } = words
  const { numbers } = run
  return (
    <>
      <div className="in-pagehead">
        <div>
          <h1>{t('runs.run', { day: moment(run.plannedAt) })}</h1>
          <p className="in-row in-gap-2">
            <RunBadge state={run.state} />
            <span className="in-grey">{t(`runs.kind.${run.kind}`)}</span>
          </p>
        </div>
      </div>
      <div className="in-stack in-gap-6">
        {run.state !== 'done' && <Progress run={run} />}
        {numbers && (
          <Block title={t('runs.figures')}>
            <Kpis
              items={[
                { label: t('runs.newcomers'), value: people(numbers.people.newcomers, words) },
                { label: t('runs.positions'), value: number(numbers.positions) },
                { label: t('runs.pairs'), value: number(numbers.eligiblePairs) },
                { label: t('runs.madeNote'), value: number(numbers.proposals.made) },
                { label: t('runs.keptNote'), value: number(numbers.proposals.kept) },
                { label: t('runs.withdrawnNote'), value: number(numbers.proposals.withdrawn) },
              ]}
            />
            <p className="in-xs in-grey">{t('runs.peopleNote')}</p>
          </Block>
        )}
        <RunProof run={run} recheck={run.recheck} />
        {numbers && (
          <>
            <Block title={t('runs.coverage')}>
              <div className="in-card in-stack in-gap-3">
                <p className="in-small">{t('runs.coverageText')}</p>
                <Coverage numbers={numbers} />
              </div>
            </Block>
            <RunSpreads numbers={numbers} />
            {numbers.blockingPairs !== null && (
              <RunBlocking count={numbers.blockingPairs} pairs={run.blocking} desk={run.desk} />
            )}
            <Block title={t('runs.stages')}>
              <div className="in-card in-stack in-gap-3">
                <Stages milliseconds={numbers.milliseconds} />
              </div>
            </Block>
          </>
        )}
        {numbers && (
          <Block title={t('runs.changed')}>
            <Changed run={run} />
          </Block>
        )}
        <Block title={t('runs.policy')}>
          <p>{t('runs.policyText', { version: run.policyVersion })}</p>
          <Weights policy={run.policy} />
        </Block>
      </div>
    </>
  )
}

function Progress({ run }: { run: ShownRun }) {
  const { t, number } = useWords()
  if (run.state === 'done') return null
  if (run.state === 'passed') return <Note tone="sand">{t('runs.passedText')}</Note>
  const { parts, partsScored, toWrite, written } = run.progress
  const [done, of] = run.state === 'scoring' ? [partsScored, parts] : [Math.min(written, toWrite), toWrite]
  const said = t(`runs.progress.${run.state}`, { done: number(done), of: number(of) })
  return (
    <div className="in-card in-stack in-gap-2">
      <h2 className="in-nextstep">{t('runs.busy')}</h2>
      {run.state === 'scored' ? (
        <p>{said}</p>
      ) : (
        <>
          <progress className="in-progress" max={Math.max(1, of)} value={done} aria-label={said} />
          <p className="in-small">{said}</p>
        </>
      )}
    </div>
  )
}

/** Who has a proposal, of whom it could be, of whom it might be at most: bars of one scale. */
function Coverage({ numbers }: { numbers: ShownNumbers }) {
  const words = useWords()
  const { t } = words
  const rows = [
    { key: 'available', label: t('runs.available'), count: numbers.people.newcomers },
    { key: 'eligible', label: t('runs.eligible'), count: numbers.people.eligible },
    { key: 'coverable', label: t('runs.coverable'), count: numbers.people.coverable },
    { key: 'covered', label: t('runs.covered'), count: numbers.people.covered },
  ]
  return (
    <GainBars
      items={rows.map((row) => ({ ...row, word: people(row.count, words) }))}
      table={{ label: t('common.asTable'), head: [t('runs.who'), t('runs.howMany')] }}
    />
  )
}

const STAGES = ['score', 'compare', 'wait', 'read', 'prepare', 'allocate', 'write'] as const

function Stages({ milliseconds }: { milliseconds: Record<string, number> }) {
  const { t, number } = useWords()
  const said = (count: number): string =>
    count >= 10_000
      ? t('runs.seconds', { time: number(Math.round(count / 100) / 10) })
      : t('runs.milliseconds', { time: number(count) })
  return (
    <GainBars
      items={STAGES.filter((stage) => milliseconds[stage] !== undefined).map((stage) => {
        const count = milliseconds[stage] ?? 0
        return { key: stage, label: t(`runs.stage.${stage}`), count, word: said(count) }
      })}
      table={{ label: t('common.asTable'), head: [t('runs.stageHead.stage'), t('runs.stageHead.time')] }}
    />
  )
}

/** Each count with its change since the finished run before; a change of people may be hidden. */
function Changed({ run }: { run: ShownRun }) {
  const words = useWords()
  const { t, number, day } = words
  const { since, numbers } = run
  if (!since || !numbers) return <p>{t('runs.changedNone')}</p>
  const signed = (change: number | null): string =>
    change === null ? t('runs.hidden') : change > 0 ? `+${number(change)}` : number(change)
  const rows = [
    { what: t('runs.newcomers'), now: people(numbers.people.newcomers, words), change: since.newcomers },
    { what: t('runs.eligible'), now: people(numbers.people.eligible, words), change: since.eligible },
    { what: t('runs.covered'), now: people(numbers.people.covered, words), change: since.covered },
    { what: t('runs.positions'), now: number(numbers.positions), change: since.positions },
    { what: t('runs.pairs'), now: number(numbers.eligiblePairs), change: since.eligiblePairs },
  ]
  return (
    <div className="in-card">
      <DataTable
        caption={t('runs.changed')}
        captionHidden
        roomy
        keyOf={(row) => row.what}
        rows={rows}
        columns={[
          { head: t('runs.changedHead.what'), cell: (row) => row.what },
          { head: t('runs.changedHead.now'), align: 'end', cell: (row) => row.now },
          {
            head: t('runs.changedHead.change', { day: day(since.day) }),
            align: 'end',
            cell: (row) => signed(row.change),
          },
        ]}
      />
    </div>
  )
}

/** The score's parts by the names that the policy gives them. */
const PARTS = {
  wish: 'score-wish',
  commute: 'score-commute',
  learning: 'score-learning',
  skills: 'score-skills',
  languageMargin: 'score-language-margin',
  experience: 'score-experience',
} as const

function Weights({ policy }: { policy: ShownRun['policy'] }) {
  const { t, number } = useWords()
  const rows = (['newcomer', 'employer'] as const).flatMap((side) =>
    policy[side].map(([name, weight]) => {
      const part = PARTS[name as keyof typeof PARTS]
      return { name, side, weight, label: part ? t(`match.item.${part}`) : name }
    }),
  )
  if (rows.length === 0) return null
  return (
    <div className="in-card">
      <DataTable
        caption={t('runs.weights')}
        captionHidden
        roomy
        keyOf={(row) => `${row.side} ${row.name}`}
        rows={rows}
        columns={[
          { head: t('runs.weightsHead.part'), cell: (row) => row.label },
          { head: t('runs.weightsHead.side'), cell: (row) => t(`match.pointsSide.${row.side}`) },
          {
            head: t('runs.weightsHead.weight'),
            align: 'end',
            cell: (row) => t('runs.weight', { weight: number(row.weight) }),
          },
        ]}
      />
    </div>
  )
}
