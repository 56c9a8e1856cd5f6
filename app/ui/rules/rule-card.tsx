import { Badge } from '#app/ui/badge.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { POSITION_TYPES, type PositionType } from '#db/values/positions.ts'
import type { Moment, Outcome, RuleBasis } from '#db/values/safeguards.ts'
import { Said, Source } from './said.tsx'

type Unit = 'months' | 'weeks' | 'days' | 'hours' | 'percent' | 'count' | 'ratio'
type Version = { version: number; since: string; until: string | null }
type NumberLine = {
  name: string
  title: string
  unit: Unit
  tag: RuleBasis
  value: number
  elsewhere: readonly { municipality: string; value: number; source: string; verified: boolean }[]
}
/** One rule as everybody may read it. */
export type RuleCardView = Version & {
  id: string
  title: string
  text: string
  tags: readonly RuleBasis[]
  source: string
  isUnverified: boolean
  severity: Outcome
  moments: readonly Moment[]
  types: readonly PositionType[]
  earlier: readonly Version[]
  numbers: readonly NumberLine[]
  wages: readonly { from: string; cents: number | null }[]
}

/** A ratio of two digits is not rounded to one. */
const numberOf = (value: number, unit: Unit, { number, language }: Words): string =>
  unit === 'ratio' ? String(value).replace('.', language === 'nl' ? ',' : '.') : number(value)

/** What a rule stands on, in one word each. */
export function Tags({ tags, isUnverified }: { tags: readonly RuleBasis[]; isUnverified: boolean }) {
  const { t } = useWords()
  return (
    <span className="in-row in-gap-2">
      {tags.map((tag) => (
        <Badge key={tag} icon={tag === 'law' ? 'lock' : undefined}>
          {t(`rules.tag.${tag}`)}
        </Badge>
      ))}
      {isUnverified && <Badge tone="warn">{t('rules.unverified')}</Badge>}
    </span>
  )
}

/** One rule: what it asks, on what it stands, in which version, with its numbers. Its anchor is in what unfolds, so that a link to it opens it. */
export function RuleCard({ rule }: { rule: RuleCardView }) {
  const words = useWords()
  const { t, day, list } = words
  const held = ({ version, since, until }: Version) =>
    until === null
      ? t('rules.inForce', { version, since: day(since) })
      : t('rules.inForceUntil', { version, since: day(since), until: day(until) })
  return (
    <details className="in-card in-rule">
      <summary>
        <span className="in-step">{rule.id}</span>
        <h3>
          <Said>{rule.title}</Said>
        </h3>
        <Tags tags={rule.tags} isUnverified={rule.isUnverified} />
      </summary>
      <div className="in-stack in-gap-4" id={rule.id}>
        <p>
          <Said>{rule.text}</Said>
        </p>
        <DescriptionList
          small
          items={[
            { term: t('rules.whyTitle'), value: <Source>{rule.source}</Source> },
            { term: t('rules.version'), value: held(rule) },
            { term: t('rules.askedAt'), value: list(rule.moments.map((moment) => t(`enum.moment.${moment}`))) },
            {
              term: t('rules.types'),
              value:
                rule.types.length === POSITION_TYPES.length
                  ? t('rules.allTypes')
                  : list(rule.types.map((type) => t(`enum.positionType.${type}`))),
            },
            { term: t('rules.worst'), value: t(`enum.outcome.${rule.severity}`) },
            ...rule.earlier.map((one) => ({ term: t('rules.earlier'), value: held(one) })),
          ]}
        />
        {rule.wages.length > 0 && <Wages wages={rule.wages} />}
        {rule.numbers.length > 0 && <Numbers lines={rule.numbers} about={rule.id} />}
      </div>
    </details>
  )
}

function Wages({ wages }: Pick<RuleCardView, 'wages'>) {
  const { t, day, euros } = useWords()
  return (
    <DataTable
      caption={t('rules.wages')}
      rows={wages}
      keyOf={(step) => step.from}
      columns={[
        { head: t('rules.from'), cell: (step) => day(step.from) },
        {
          head: t('rules.amount'),
          cell: (step) =>
            step.cents === null ? <Badge tone="warn">{t('rules.amountUnknown')}</Badge> : euros(step.cents),
        },
      ]}
    />
  )
}

function Numbers({ lines, about }: { lines: readonly NumberLine[]; about: string }) {
  const words = useWords()
  const { t } = words
  return (
    <DataTable
      caption={`${t('rules.numbers')} (${about})`}
      rows={lines}
      keyOf={(line) => line.name}
      columns={[
        {
          head: t('rules.number'),
          cell: (line) => (
            <>
              <Said>{line.title}</Said>
              <span className="in-src">{t(`rules.unit.${line.unit}`)}</span>
            </>
          ),
        },
        { head: t('rules.value'), cell: (line) => numberOf(line.value, line.unit, words), align: 'end' },
        { head: t('rules.standsOn'), cell: (line) => t(`rules.tag.${line.tag}`) },
        {
          head: t('rules.elsewhere'),
          cell: (line) =>
            line.elsewhere.length === 0
              ? t('rules.nowhere')
              : line.elsewhere.map(({ municipality, value, source, verified }) => (
                  <div key={municipality}>
                    {t('rules.elsewhereLine', { municipality, value: numberOf(value, line.unit, words) })}
                    <span className="in-src">
                      <bdi>{source}</bdi>
                      {!verified && `, ${t('rules.statedBy')}`}
                    </span>
                  </div>
                )),
        },
      ]}
    />
  )
}
