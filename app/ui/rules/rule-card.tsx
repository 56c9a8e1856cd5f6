import { Badge } from '#app/ui/badge.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { POSITION_TYPES, type PositionType } from '#db/values/positions.ts'
import type { Moment, Outcome, RuleBasis } from '#db/values/safeguards.ts'
import { Said } from './said.tsx'

type Unit = 'months' | 'weeks' | 'days' | 'hours' | 'percent' | 'count' | 'ratio'
export type SourceLine = { text: string; isUnverified: boolean }
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
  /** What is not asked yet, and why; null = everything is. */
  notAsked: string | null
  tags: readonly RuleBasis[]
  sources: readonly SourceLine[]
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

/** What a rule or a monitor stands on, a line each; what nobody has read at its source is marked. */
export function Sources({ lines }: { lines: readonly SourceLine[] }) {
  return (
    <ul className="in-list">
      {lines.map((one) => (
        <li key={one.text}>
          <span>
            <Said>{one.text}</Said> {one.isUnverified && <Tags tags={[]} isUnverified />}
          </span>
        </li>
      ))}
    </ul>
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
        <Tags tags={rule.tags} isUnverified={rule.sources.some((one) => one.isUnverified)} />
      </summary>
      <div className="in-stack in-gap-4" id={rule.id}>
        <p>
          <Said>{rule.text}</Said>
        </p>
        {rule.notAsked && (
          <Note tone="sand" title={t('rules.notAsked')}>
            <Said>{rule.notAsked}</Said>
          </Note>
        )}
        <DescriptionList
          small
          items={[
            { term: t('rules.whyTitle'), value: <Sources lines={rule.sources} /> },
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
        {rule.numbers.length > 0 && <Numbers lines={rule.numbers} />}
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

/** The numbers that a rule asks with, what each stands on, and which municipality has its own. */
function Numbers({ lines }: { lines: readonly NumberLine[] }) {
  const words = useWords()
  const { t } = words
  return (
    <section className="in-stack in-gap-2" aria-label={t('rules.numbers')}>
      <h4 className="in-cap">{t('rules.numbers')}</h4>
      <ul className="in-bullets">
        {lines.map((line) => (
          <li key={line.name}>
            <Said>{line.title}</Said>:{' '}
            <b>
              {numberOf(line.value, line.unit, words)} {line.unit !== 'count' && t(`rules.unit.${line.unit}`)}
            </b>
            <span className="in-src">{t(`rules.tag.${line.tag}`)}</span>
            {line.elsewhere.map(({ municipality, value, source, verified }) => (
              <span className="in-src" key={municipality}>
                {t('rules.elsewhere', { municipality, value: numberOf(value, line.unit, words) })} (<bdi>{source}</bdi>
                {!verified && `, ${t('rules.statedBy')}`})
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
