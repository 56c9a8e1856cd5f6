import { Badge } from '#app/ui/badge.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { foundBy } from '#app/ui/words/sentence.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { NumberUnit, TrailShown } from './case-view.ts'

const TONE = { ok: 'ok', warn: 'warn', human: 'warn', block: 'error' } as const

/** A number of the policy with its unit: 6 -> 6 maanden. */
export const withUnit = (value: number, unit: NumberUnit, words: Words): string => {
  const shown = unit === 'ratio' ? String(value).replace('.', ',') : words.number(value)
  const name = codedWord(words.t, 'profile.unit', unit, { count: value })
  return name ? `${shown} ${name}` : shown
}

/** Every rule that was asked: what it found, on which ground it stands, with which numbers, in which version. */
export function RuleTable({ trail }: { trail: TrailShown[] }) {
  const words = useWords()
  const { t } = words
  return (
    <Block title={t('cases.page.rules')} id="regels">
      {trail.length === 0 ? (
        <p className="in-grey">{t('cases.page.nothingRead')}</p>
      ) : (
        <details>
          <summary>{t('cases.page.rulesLead')}</summary>
          <Card>
            <DataTable
              caption={t('cases.page.rules')}
              captionHidden
              roomy
              rows={trail}
              keyOf={(row) => row.rule}
              columns={[
                {
                  head: t('cases.page.rule'),
                  cell: (row) => (
                    <>
                      {row.title}
                      <span className="in-src">
                        {row.rule}, {t('cases.page.version', { version: row.version })}
                      </span>
                    </>
                  ),
                },
                {
                  head: t('cases.page.found'),
                  cell: (row) => (
                    <>
                      <Badge tone={TONE[row.outcome]}>{t(`enum.outcome.${row.outcome}`)}</Badge>
                      {row.outcome !== 'ok' && (
                        <ul>
                          {row.reasons.map((reason, index) => (
                            <li key={index}>{foundBy(reason, words)}</li>
                          ))}
                        </ul>
                      )}
                      {row.numbers.map((one) => (
                        <span className="in-src" key={one.title}>
                          {one.title}: {withUnit(one.value, one.unit, words)}
                        </span>
                      ))}
                    </>
                  ),
                },
                {
                  head: t('cases.page.basis'),
                  cell: (row) => (
                    <>
                      {t(`enum.basis.${row.basis}`)}
                      {row.sources.map((one) => (
                        <span className="in-src" key={one.text}>
                          {one.text}
                          {one.isUnverified && ` (${t('rules.unverified').toLowerCase()})`}
                        </span>
                      ))}
                    </>
                  ),
                },
              ]}
            />
          </Card>
        </details>
      )}
    </Block>
  )
}

/** What the employer declared about this place; what is not filled in is named, since it counts as not known. */
export function Declared({ declaration }: { declaration: Record<string, unknown> }) {
  const words = useWords()
  const { t } = words
  const name = (field: string) => codedWord(t, 'cases.declared.field', field) ?? field
  const entries = Object.entries(declaration)
  const given = entries.filter(([, value]) => value !== null && value !== undefined)
  const isLinked = declaration['linkedVacancy'] === true
  const open = entries
    .filter(([field, value]) => value === null && (isLinked || field !== 'vacancyReference'))
    .map(([field]) => name(field))
  return (
    <Block title={t('cases.declared.title')}>
      <Card gap={3}>
        <DescriptionList
          items={given.map(([field, value]) => ({ term: name(field), value: declaredText(field, value, words) }))}
        />
        {open.length > 0 && <p className="in-small in-grey">{t('cases.declared.open', { list: open.join(', ') })}</p>}
      </Card>
    </Block>
  )
}

function declaredText(field: string, value: unknown, words: Words): string {
  const { t } = words
  if (value === null || value === undefined || value === '') return t('common.unknown').toLowerCase()
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (typeof value === 'number') return /Cents$/.test(field) ? words.euros(value) : words.number(value)
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return words.day(value)
    const room = field === 'motive' ? 'enum.motive' : field === 'offer' ? 'enum.followUpOffer' : null
    // It stands in a row of parts: a sentence that was typed with its full stop ends in none.
    return (room && codedWord(t, room, value)) ?? value.replace(/\.$/, '')
  }
  if (Array.isArray(value))
    return words.list(value.map((one) => codedWord(t, 'safeguard.part', String(one)) ?? String(one)))
  return Object.entries(value as Record<string, unknown>)
    .filter(([, part]) => part !== null && part !== '')
    .map(([part, one]) => `${codedWord(t, 'cases.declared.field', part) ?? part}: ${declaredText(part, one, words)}`)
    .join(', ')
}
