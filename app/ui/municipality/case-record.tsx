import { Badge } from '#app/ui/badge.tsx'
import { Card, Panel } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable, ReadingTable } from '#app/ui/table.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { signalSentence } from '#app/ui/words/signal-sentence.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { EarlierShown, HistoryShown, SignalLine, StatementShown, TensionShown } from './case-view.ts'

/** One answer of the employer as people read it: yes and no, amounts, days, and the parts of a larger answer by name. */
function answerText(answer: unknown, words: Words, name = ''): string {
  const { t } = words
  if (answer === null || answer === undefined) return t('common.none').toLowerCase()
  if (typeof answer === 'boolean') return t(answer ? 'common.yes' : 'common.no').toLowerCase()
  if (typeof answer === 'number') return name.endsWith('Cents') ? words.euros(answer) : words.number(answer)
  if (typeof answer === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(answer)) return words.day(answer)
    return codedWord(t, 'cases.answerWord', answer) ?? answer
  }
  return Object.entries(answer as Record<string, unknown>)
    .map(([part, value]) => `${codedWord(t, 'cases.answerField', part) ?? part}: ${answerText(value, words, part)}`)
    .join(', ')
}

/** What the employer stated of the establishment, with what it rests on and whether it still counts. */
export function Statements({ statements }: { statements: StatementShown[] }) {
  const words = useWords()
  const { t, day } = words
  return (
    <Block title={t('cases.page.answers')} id="verklaringen">
      <p className="in-grey">{t('cases.page.answersLead')}</p>
      <Card>
        <ReadingTable
          caption={t('cases.page.answers')}
          rows={statements}
          keyOf={(row) => row.id}
          none={{ pictogram: 'certificate', title: t('cases.page.noAnswers'), text: t('cases.page.noAnswersText') }}
          columns={[
            {
              head: t('cases.page.question'),
              cell: (row) => (
                <>
                  {t(`cases.question.${row.question}`)}
                  <span className="in-src">
                    {t('cases.page.role', { role: row.role ?? t('cases.page.everyRole') })}
                  </span>
                </>
              ),
            },
            { head: t('cases.page.answer'), cell: (row) => <bdi>{answerText(row.answer, words)}</bdi> },
            {
              head: t('cases.page.evidence'),
              cell: (row) => (
                <>
                  {t(`cases.evidenceKind.${row.evidenceKind}`)}
                  <span className="in-src">
                    <bdi>{[row.evidenceRef, row.evidenceBy, day(row.evidenceOn)].filter(Boolean).join(', ')}</bdi>
                  </span>
                </>
              ),
            },
            {
              head: t('cases.page.goodUntil'),
              cell: (row) => (
                <>
                  {day(row.validUntil)}
                  {row.isAged && (
                    <span className="in-src">
                      <Badge tone="warn">{t('cases.page.aged')}</Badge>
                    </span>
                  )}
                </>
              ),
            },
          ]}
        />
      </Card>
    </Block>
  )
}

/** Where statements and what was reported disagree; nothing when they agree. */
export function Contradictions({
  lines,
}: {
  lines: { question: StatementShown['question']; code: string; params: Record<string, string | number> }[]
}) {
  const words = useWords()
  const { t, day, number } = words
  if (lines.length === 0) return null
  const said = (params: Record<string, string | number>) =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        name === 'reason'
          ? (codedWord(t, 'safeguard.contractEnd', String(value)) ?? value)
          : typeof value === 'number'
            ? number(value)
            : /^\d{4}-\d{2}-\d{2}$/.test(value)
              ? day(value)
              : value,
      ]),
    )
  return (
    <Note tone="warn" title={t('cases.page.against')}>
      <ul className="in-bullets">
        {lines.map((one, index) => (
          <li key={index}>
            {t(`cases.question.${one.question}`)} {codedWord(t, 'cases.contradiction', one.code, said(one.params))}
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** What is recorded of the establishment, the newest first. */
export function FactHistory({ history }: { history: HistoryShown[] }) {
  const { t, day } = useWords()
  return (
    <Block title={t('cases.page.history')}>
      <Card>
        <DataTable
          caption={t('cases.page.history')}
          captionHidden
          roomy
          rows={history}
          keyOf={(row) => row.id}
          empty={<p className="in-grey">{t('cases.page.noHistory')}</p>}
          columns={[
            {
              head: t('cases.page.happened'),
              cell: (row) => (
                <>
                  {t(`cases.page.kind.${row.kind}`)}
                  {row.reason && ` (${t(`safeguard.contractEnd.${row.reason}`)})`}
                  {row.none && <span className="in-src">{t('cases.page.looked')}</span>}
                  <span className="in-src">
                    {t('cases.page.role', { role: row.role ?? t('cases.page.everyRole') })}
                  </span>
                </>
              ),
            },
            {
              head: t('cases.page.when'),
              cell: (row) => `${day(row.happenedOn)}${row.endedOn ? ` – ${day(row.endedOn)}` : ''}`,
            },
            {
              head: t('cases.page.reportedBy'),
              cell: (row) => codedWord(t, 'enum.role', row.reportedBy)?.toLowerCase(),
            },
          ]}
        />
      </Card>
    </Block>
  )
}

/** The tension of the occupation group in the region, with its quarter and source. */
export function Tension({ tension }: { tension: TensionShown }) {
  const { t, number } = useWords()
  const [year, quarter] = (tension?.quarter ?? '').split('-Q')
  return (
    <Panel gap={3}>
      <h2>{t('cases.page.tension')}</h2>
      {tension ? (
        <div>
          <p>
            <b>
              {t('cases.page.tensionText', {
                ratio: number(tension.ratio),
                quarter: quarter ? `Q${quarter} ${year}` : tension.quarter,
              })}
            </b>
          </p>
          <p className="in-src">
            {t('cases.page.tensionWhere', { group: tension.occupationGroup, region: tension.regionCode })}
          </p>
          <p className="in-src">{tension.source}</p>
        </div>
      ) : (
        <p className="in-small">
          {t('cases.page.tensionNone')} <a href="/toets/invoer">{t('cases.page.tensionImport')}</a>
        </p>
      )}
    </Panel>
  )
}

/** Earlier cases of the workplace, each with what was decided and why. */
export function EarlierCases({ earlier }: { earlier: EarlierShown[] }) {
  const { t, day } = useWords()
  return (
    <Block title={t('cases.page.earlier')}>
      <Card>
        <DataTable
          caption={t('cases.page.earlier')}
          captionHidden
          roomy
          rows={earlier}
          keyOf={(row) => row.id}
          empty={<p className="in-grey">{t('cases.page.noEarlier')}</p>}
          columns={[
            {
              head: t('municipality.cases.position'),
              cell: (row) => (
                <>
                  <a href={`/toets/zaken/${row.id}`}>{row.title}</a>
                  {row.role && <span className="in-src">{row.role}</span>}
                </>
              ),
            },
            { head: t('cases.page.when'), nowrap: true, cell: (row) => day(row.askedAt.slice(0, 10)) },
            {
              head: t('cases.decision'),
              cell: (row) => (
                <>
                  {row.decision ? t(`cases.outcome.${row.decision}`) : t('cases.page.undecided')},{' '}
                  {t(`enum.outcome.${row.outcome}`).toLowerCase()}
                  {row.motivation && <span className="in-src">{row.motivation}</span>}
                </>
              ),
            },
          ]}
        />
      </Card>
    </Block>
  )
}

/** Signals about the workplace, its company and group; nothing when there are none. */
export function SignalLines({ signals }: { signals: SignalLine[] }) {
  const words = useWords()
  const { t, day } = words
  if (signals.length === 0) return null
  return (
    <Block title={t('cases.page.signals')}>
      <ul className="in-could">
        {signals.map((one) => (
          <li key={one.id}>
            <span>
              <a href={`/toets/signalen/${one.id}`}>{signalSentence(one, words)}</a>
              <span className="in-src">{day(one.firstSeenOn)}</span>
            </span>
            <Badge tone={one.pauses ? 'error' : 'info'}>
              {one.pauses
                ? t('signals.pauses')
                : one.state === 'closed'
                  ? t('signals.state.closed')
                  : t('signals.unjudged')}
            </Badge>
          </li>
        ))}
      </ul>
    </Block>
  )
}
