import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Block } from '#app/ui/stack.tsx'
import { type Column, DataTable } from '#app/ui/table.tsx'
import { foundBy } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionType } from '#db/values/positions.ts'
import type { DecisionOutcome, Moment } from '#db/values/safeguards.ts'

export type OpenCase = {
  id: string
  href: string
  title: string
  type: PositionType
  /** Of a start or a longer term: the code of the card, never a name. */
  card?: string
  employer: string
  place: string
  since: string
  asks: { code: string; params: Record<string, string | number> }[]
  /** An override that one person asked for: `you` = this officer can confirm. */
  waitsFor?: 'second' | 'you' | null
  /** An objection: whether this officer decides. */
  turn?: 'you' | 'colleague' | 'nobody'
}
type List = 'decided' | 'mine' | 'ending'

const TURNS = {
  you: { tone: 'warn', said: 'cases.objection.waitsYou' },
  colleague: { tone: 'info', said: 'cases.objection.waitsColleague' },
  nobody: { tone: 'error', said: 'cases.objection.waitsNobody' },
} as const

/** Which cases the queue shows; the address holds the choice. */
export function CaseFilter({ list }: { list: List | null }) {
  const { t } = useWords()
  const value = { decided: 'besloten', mine: 'mijn', ending: 'termijn' }
  return (
    <FilterForm action="/toets" label={t('cases.filter')}>
      <FilterSelect
        name="wat"
        label={t('cases.which')}
        defaultValue={list ? value[list] : ''}
        options={[
          { value: '', label: t('cases.open') },
          ...(['decided', 'mine', 'ending'] as const).map((one) => ({ value: value[one], label: t(`cases.${one}`) })),
        ]}
      />
      <Button variant="second" icon="filter">
        {t('cases.show')}
      </Button>
    </FilterForm>
  )
}

/** Whole days between a moment and today. */
const daysSince = (since: string, today: string): number =>
  Math.max(0, Math.round((Date.parse(today) - Date.parse(since.slice(0, 10))) / 86_400_000))

function useOpenColumns(today: string): Column<OpenCase>[] {
  const words = useWords()
  const { t } = words
  return [
    {
      head: t('municipality.cases.position'),
      cell: (row) => (
        <>
          <a href={row.href}>
            {row.title}
            {row.card && `, ${t('municipality.starts.card')} ${row.card}`}
          </a>
          <span className="in-src">{t(`enum.positionType.${row.type}`)}</span>
        </>
      ),
    },
    {
      head: t('municipality.cases.employer'),
      cell: (row) => (
        <>
          <bdi>{row.employer}</bdi>, <bdi>{row.place}</bdi>
        </>
      ),
    },
    {
      head: t('municipality.cases.why'),
      cell: (row) => (
        <ul>
          {row.asks.map((reason, index) => (
            <li key={index}>{foundBy(reason, words)}</li>
          ))}
        </ul>
      ),
    },
    {
      head: t('municipality.cases.since'),
      nowrap: true,
      cell: (row) => {
        const count = daysSince(row.since, today)
        return (
          <>
            {words.shortDay(row.since)}
            {count > 0 && <span className="in-src">{t('cases.waitsDays', { count })}</span>}
            {row.waitsFor && (
              <span className="in-src">
                <Badge tone={row.waitsFor === 'you' ? 'warn' : 'info'}>
                  {t(row.waitsFor === 'you' ? 'cases.broughtUp.waitsYou' : 'cases.broughtUp.waits')}
                </Badge>
              </span>
            )}
            {row.turn && (
              <span className="in-src">
                <Badge tone={TURNS[row.turn].tone}>{t(TURNS[row.turn].said)}</Badge>
              </span>
            )}
          </>
        )
      },
    },
  ]
}

/** Places that wait for a decision. */
export function OpenTable({ rows, today }: { rows: OpenCase[]; today: string }) {
  const { t } = useWords()
  return (
    <Card>
      <DataTable
        caption={t('municipality.nav.cases')}
        captionHidden
        roomy
        rows={rows}
        keyOf={(row) => row.id}
        columns={useOpenColumns(today)}
        empty={
          <EmptyState
            inline
            pictogram="shield"
            title={t('municipality.cases.empty')}
            text={t('municipality.cases.emptyText')}
          />
        }
      />
    </Card>
  )
}

/** What else waits: objections to a rejection, places on the site that are not proposed meanwhile, blocked places that an employer brought up, starts, longer terms. Only those of which there are any. */
export function OtherTables(props: {
  objections: OpenCase[]
  standing: OpenCase[]
  broughtUp: OpenCase[]
  starts: OpenCase[]
  longer: OpenCase[]
  today: string
}) {
  const { t } = useWords()
  const columns = useOpenColumns(props.today)
  const parts = [
    { rows: props.objections, title: t('cases.objection.queueTitle'), lead: t('cases.objection.queueLead') },
    { rows: props.standing, title: t('cases.standing.title'), lead: t('cases.standing.lead') },
    { rows: props.broughtUp, title: t('cases.broughtUp.title'), lead: t('cases.broughtUp.lead') },
    { rows: props.starts, title: t('municipality.starts.title'), lead: t('municipality.starts.lead') },
    { rows: props.longer, title: t('cases.longer.title'), lead: t('cases.longer.lead') },
  ]
  return parts
    .filter(({ rows }) => rows.length > 0)
    .map(({ rows, title, lead }) => (
      <Block title={title} key={title}>
        <p className="in-grey">{lead}</p>
        <Card>
          <DataTable caption={title} captionHidden roomy rows={rows} keyOf={(row) => row.id} columns={columns} />
        </Card>
      </Block>
    ))
}

type Decided = {
  id: string
  verdictId: string
  title: string
  type: PositionType
  moment: Moment
  employerName: string
  place: string
  outcome: DecisionOutcome
  validUntil: string | null
  decidedAt: string
  decidedByName: string
}

/** What was decided: by whom, when, and until when it counts. */
export function DecidedTable({ rows, list, today }: { rows: Decided[]; list: List; today: string }) {
  const { t, day, shortDay } = useWords()
  return (
    <Card>
      <DataTable
        caption={t(`cases.${list}`)}
        captionHidden
        roomy
        rows={rows}
        keyOf={(row) => row.id}
        empty={<EmptyState inline pictogram="shield" title={t('cases.noneTitle')} text={t(`cases.none.${list}`)} />}
        columns={[
          {
            head: t('municipality.cases.position'),
            cell: (row) => (
              <>
                <a href={`/toets/zaken/${row.verdictId}`}>{row.title}</a>
                <span className="in-src">
                  {t(`enum.positionType.${row.type}`)}, {t(`enum.moment.${row.moment}`)}
                </span>
              </>
            ),
          },
          {
            head: t('municipality.cases.employer'),
            cell: (row) => (
              <>
                <bdi>{row.employerName}</bdi>, <bdi>{row.place}</bdi>
              </>
            ),
          },
          {
            head: t('cases.decision'),
            cell: (row) => (
              <>
                <Badge tone={row.outcome === 'approved' ? 'ok' : 'error'}>{t(`cases.outcome.${row.outcome}`)}</Badge>
                <span className="in-src">
                  <bdi>{row.decidedByName}</bdi>, {shortDay(row.decidedAt)}
                </span>
              </>
            ),
          },
          {
            head: t('cases.until'),
            cell: (row) =>
              row.validUntil === null ? (
                row.outcome === 'approved' && t('cases.untilChanged')
              ) : (
                <>
                  {day(row.validUntil)}
                  {list === 'ending' && (
                    <span className="in-src">
                      <Badge tone={row.validUntil < today ? 'error' : 'warn'}>
                        {t(row.validUntil < today ? 'cases.ended' : 'cases.endsSoon')}
                      </Badge>
                    </span>
                  )}
                </>
              ),
          },
        ]}
      />
    </Card>
  )
}
