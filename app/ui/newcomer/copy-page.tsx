import { Card, DescriptionList } from '#app/ui/card.tsx'
import { Section } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { codedWord, type WordRoom } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'

type Value = unknown
export type CopyTableShown = { group: string; table: string; rows: readonly Record<string, Value>[] }

/** In the order in which somebody reads about themselves. */
const GROUPS = [
  'person',
  'account',
  'profile',
  'language',
  'week',
  'skills',
  'wishes',
  'proposals',
  'consents',
  'placements',
  'messages',
  'asked',
] as const

/** Where the words of a code are, by column, and by table where a column means something else. */
const ROOM_OF: Record<string, WordRoom> = {
  availability: 'enum.availability',
  workRight: 'enum.workRight',
  travelMeans: 'enum.travelMeans',
  licences: 'enum.licence',
  educationLevel: 'enum.educationLevel',
  level: 'enum.level',
  expectedLevel: 'enum.level',
  skill: 'enum.languageSkill',
  skills: 'enum.languageSkill',
  source: 'enum.levelSource',
  learnerProfile: 'enum.learnerProfile',
  evidence: 'enum.evidence',
  fields: 'enum.consentField',
  actorRole: 'enum.role',
  initiative: 'enum.initiative',
  outcome: 'enum.followUpOutcome',
  concern: 'enum.concern',
  code: 'newcomer.notice',
  part: 'rights.correct.part',
  'newcomer_slots.kind': 'enum.slotKind',
  'newcomer_educations.level': 'enum.educationLevel',
  'follow_ups.kind': 'enum.followUpKind',
  'follow_ups.state': 'enum.followUpState',
  'accounts.state': 'enum.accountState',
  'placements.state': 'enum.placementState',
  'placement_log.fromState': 'enum.placementState',
  'placement_log.toState': 'enum.placementState',
  'proposals.state': 'enum.proposalState',
  'proposal_log.fromState': 'enum.proposalState',
  'proposal_log.toState': 'enum.proposalState',
}
const MINUTES = new Set(['fromMinute', 'toMinute'])
/** Addresses of terms, beside which the name stands; and what only a computer reads. */
const NOT_SHOWN = new Set(['occupationUri', 'skillUri', 'fit', 'step', 'textVersion'])
const LANGUAGES = new Set(['language', 'screenLanguage'])

/** Everything that is kept of the reader, under headings. */
export function CopyPage(props: {
  tables: readonly CopyTableShown[]
  /** Where the words of messages are, for who is no newcomer. */
  notices?: WordRoom
  /** Leaves out the headings under which there is nothing. */
  filledOnly?: boolean
}) {
  const { t } = useWords()
  return GROUPS.map((group) => {
    const tables = props.tables.filter((one) => one.group === group)
    if (props.filledOnly && tables.length === 0) return null
    return (
      <Section key={group} title={t(`rights.copy.group.${group}`)}>
        {tables.length === 0 && <p className="in-grey">{t('rights.copy.empty')}</p>}
        {tables.map((one) => (
          <CopyRows key={one.table} {...one} notices={props.notices} />
        ))}
      </Section>
    )
  })
}

function CopyRows({ table, rows, notices }: CopyTableShown & { notices: WordRoom | undefined }) {
  const { t, day, list, number, weekday, languageName } = useWords()
  const shown = (key: string, value: Value): string => {
    if (isEmpty(value)) return ''
    if (Array.isArray(value)) return list(value.map((one) => shown(key, one)))
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (typeof value === 'number') {
      if (key === 'weekday') return weekday(value)
      return MINUTES.has(key) ? clock(value) : number(value)
    }
    const text = String(value)
    if (/^\d{4}-\d\d-\d\d(T|$)/.test(text)) return day(text.includes('T') ? new Date(text) : text)
    if (LANGUAGES.has(key)) return languageName(text)
    const room = (key === 'code' && notices) || (ROOM_OF[`${table}.${key}`] ?? ROOM_OF[key])
    return (room && codedWord(t, room, text)) ?? text
  }
  const labelOf = (key: string) => codedWord(t, 'rights.copy.field', key) ?? key
  const keys = Object.keys(rows[0] ?? {}).filter((key) => !NOT_SHOWN.has(key) && rows.some((row) => !isEmpty(row[key])))
  if (rows.length === 1)
    return (
      <Card>
        <DescriptionList
          small
          items={keys.map((key) => ({ term: labelOf(key), value: <bdi>{shown(key, rows[0]?.[key])}</bdi> }))}
        />
      </Card>
    )
  return (
    <DataTable<{ row: Record<string, Value>; at: number }>
      caption={keys.map(labelOf).join(', ')}
      captionHidden
      roomy
      columns={keys.map((key) => ({
        head: labelOf(key),
        cell: ({ row }) => <bdi>{shown(key, row[key])}</bdi>,
      }))}
      rows={rows.map((row, at) => ({ row, at }))}
      keyOf={({ at }) => String(at)}
    />
  )
}

const isEmpty = (value: Value): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Minutes of the day as `07:30`. */
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
