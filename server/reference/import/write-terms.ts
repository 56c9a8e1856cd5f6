import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { iscoGroups, type Labels, occupations, skills } from '#db/schema/reference.ts'
import type { CsvRow } from './csv-rows.ts'
import type { LabelLanguage } from './rules-kinds.ts'
import { searchTextOf } from './rules-search-text.ts'
import { type FileReport, skip } from './tally.ts'

type Term = { uri: string; code: string; label: string; others: string[]; line: number }
type Stored = { uri: string; code: string; labels: Labels; searchText: string }

const CONCEPT_TYPES = { occupations: 'Occupation', skills: 'KnowledgeSkillCompetence' } as const
/** ESCO leaves the type of a handful of skills open; all of those are competences. */
const UNTYPED = 'skill/competence'

/**
 * Writes occupations or skills of one language: labels of other languages stay, so the starter set's Dutch and Arabic names
 * survive where the file gives none.
 */
export async function writeTerms(
  tx: Tx,
  kind: 'occupations' | 'skills',
  language: LabelLanguage,
  rows: readonly CsvRow[],
  report: FileReport,
): Promise<void> {
  const terms = new Map<string, Term>()
  for (const row of rows) {
    const term = termOf(kind, row, report)
    if (term === null) continue
    if (terms.has(term.uri)) skip(report, 'the same concept again', `line ${row.line}: ${term.uri}`)
    else terms.set(term.uri, term)
  }
  const known = await storedTerms(tx, kind, [...terms.keys()])
  const changed: Stored[] = []
  for (const { uri, code, label, others } of terms.values()) {
    const before = known.get(uri)
    const labels = { ...before?.labels, [language]: label }
    const after = { uri, code, labels, searchText: searchTextOf(labels, before?.searchText, others) }
    const same =
      before !== undefined &&
      before.code === code &&
      before.labels[language] === label &&
      before.searchText === after.searchText
    if (same) report.unchanged += 1
    else changed.push(after)
  }
  if (changed.length === 0) return
  const written = await tx.execute(upsertTerms(kind, JSON.stringify(changed)))
  report.written += written.length
  report.unchanged += changed.length - written.length
}

function termOf(kind: 'occupations' | 'skills', { line, values }: CsvRow, report: FileReport): Term | null {
  const no = (reason: string, example: string) => {
    skip(report, reason, `line ${line}: ${example}`)
    return null
  }
  const { conceptType = '', conceptUri: uri = '', preferredLabel: label = '', status = '' } = values
  if (conceptType !== CONCEPT_TYPES[kind]) return no(`not of concept type ${CONCEPT_TYPES[kind]}`, conceptType)
  if (!/^https?:\/\/\S{8,290}$/.test(uri)) return no('no address of a concept', uri.slice(0, 80))
  if (label === '') return no('no label', uri)
  if (status !== '' && status !== 'released') return no('not released', `${uri} (${status})`)
  const code = kind === 'occupations' ? (values['iscoGroup'] ?? '') : values['skillType'] || UNTYPED
  if (kind === 'occupations' && !/^\d{4}$/.test(code))
    return no('no ISCO unit group of four digits', `${uri} (${code})`)
  // One name a line; older releases put a bar between them.
  return { uri, code, label, others: (values['altLabels'] ?? '').split(/\n|\s\|\s/), line }
}

async function storedTerms(tx: Tx, kind: 'occupations' | 'skills', uris: string[]): Promise<Map<string, Stored>> {
  if (uris.length === 0) return new Map()
  const rows: Stored[] =
    kind === 'occupations'
      ? await tx
          .select({
            uri: occupations.uri,
            code: occupations.isco,
            labels: occupations.labels,
            searchText: occupations.searchText,
          })
          .from(occupations)
          .where(inArray(occupations.uri, uris))
      : await tx
          .select({ uri: skills.uri, code: skills.kind, labels: skills.labels, searchText: skills.searchText })
          .from(skills)
          .where(inArray(skills.uri, uris))
  return new Map(rows.map((row) => [row.uri, row]))
}

const rowsOf = (json: string) =>
  sql`json_to_recordset(${json}::json) as term (uri text, code text, labels jsonb, "searchText" text)`

const upsertTerms = (kind: 'occupations' | 'skills', json: string) =>
  kind === 'occupations'
    ? sql`
        insert into ${occupations} as known (uri, isco, labels, search_text, source)
        select uri, code, labels, "searchText", 'esco' from ${rowsOf(json)}
        on conflict (uri) do update
          set isco = excluded.isco, labels = excluded.labels, search_text = excluded.search_text, source = excluded.source
          where (known.isco, known.labels, known.search_text)
            is distinct from (excluded.isco, excluded.labels, excluded.search_text)
        returning 1`
    : sql`
        insert into ${skills} as known (uri, kind, labels, search_text, source)
        select uri, code, labels, "searchText", 'esco' from ${rowsOf(json)}
        on conflict (uri) do update
          set kind = excluded.kind, labels = excluded.labels, search_text = excluded.search_text, source = excluded.source
          where (known.kind, known.labels, known.search_text)
            is distinct from (excluded.kind, excluded.labels, excluded.search_text)
        returning 1`

/** Writes the names of ISCO groups in one language, of every depth (1 to 4 digits). */
export async function writeIscoGroups(
  tx: Tx,
  language: LabelLanguage,
  rows: readonly CsvRow[],
  report: FileReport,
): Promise<void> {
  const groups = new Map<string, { code: string; labels: Labels }>()
  for (const { line, values } of rows) {
    const { code = '', preferredLabel: label = '' } = values
    if (!/^\d{1,4}$/.test(code)) skip(report, 'no ISCO code', `line ${line}: ${code.slice(0, 40)}`)
    else if (label === '') skip(report, 'no label', `line ${line}: ${code}`)
    else if (groups.has(code)) skip(report, 'the same group again', `line ${line}: ${code}`)
    else groups.set(code, { code, labels: { [language]: label } })
  }
  if (groups.size === 0) return
  const written = await tx.execute(sql`
    insert into ${iscoGroups} as known (code, labels)
    select code, labels from json_to_recordset(${JSON.stringify([...groups.values()])}::json) as one (code text, labels jsonb)
    on conflict (code) do update set labels = known.labels || excluded.labels
      where known.labels is distinct from known.labels || excluded.labels
    returning 1`)
  report.written += written.length
  report.unchanged += groups.size - written.length
}
