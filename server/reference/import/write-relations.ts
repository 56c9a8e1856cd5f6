import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { occupationSkills, occupations, skillBroader, skills } from '#db/schema/reference.ts'
import { OCCUPATION_SKILL_RELATIONS } from '#db/values/reference.ts'
import type { CsvRow } from './csv-rows.ts'
import { type FileReport, skip } from './tally.ts'

/** The addresses that relations may point at; read once per file. */
export type KnownTerms = { occupations: ReadonlySet<string>; skills: ReadonlySet<string> }

export async function knownTerms(tx: Tx): Promise<KnownTerms> {
  const [some, others] = [
    await tx.select({ uri: occupations.uri }).from(occupations),
    await tx.select({ uri: skills.uri }).from(skills),
  ]
  return { occupations: new Set(some.map(({ uri }) => uri)), skills: new Set(others.map(({ uri }) => uri)) }
}

const isRelation = (value: string): boolean => OCCUPATION_SKILL_RELATIONS.some((relation) => relation === value)

/** Writes which skills an occupation asks. A row that points at an occupation or a skill that is not loaded is skipped. */
export async function writeRelations(
  tx: Tx,
  known: KnownTerms,
  rows: readonly CsvRow[],
  report: FileReport,
): Promise<void> {
  const pairs = new Map<string, { o: string; s: string; r: string }>()
  for (const { line, values } of rows) {
    const { occupationUri: o = '', skillUri: s = '', relationType: r = '' } = values
    if (!isRelation(r)) skip(report, 'neither essential nor optional', `line ${line}: ${r.slice(0, 40)}`)
    else if (!known.occupations.has(o)) skip(report, 'of an occupation that is not loaded', `line ${line}: ${o}`)
    else if (!known.skills.has(s)) skip(report, 'to a skill that is not loaded', `line ${line}: ${s}`)
    else if (pairs.has(`${o} ${s}`)) skip(report, 'the same relation again', `line ${line}: ${s}`)
    else pairs.set(`${o} ${s}`, { o, s, r })
  }
  if (pairs.size === 0) return
  const written = await tx.execute(sql`
    insert into ${occupationSkills} as known (occupation_uri, skill_uri, relation)
    select o, s, r from json_to_recordset(${JSON.stringify([...pairs.values()])}::json) as pair (o text, s text, r text)
    on conflict (occupation_uri, skill_uri) do update set relation = excluded.relation
      where known.relation is distinct from excluded.relation
    returning 1`)
  report.written += written.length
  report.unchanged += pairs.size - written.length
}

/** Writes the broader concepts of skills, the groups of ESCO's hierarchy included: they make two skills near (ruling 20). */
export async function writeBroader(
  tx: Tx,
  known: KnownTerms,
  rows: readonly CsvRow[],
  report: FileReport,
): Promise<void> {
  const pairs = new Map<string, { s: string; b: string }>()
  for (const { line, values } of rows) {
    const { conceptType = '', conceptUri: s = '', broaderUri: b = '' } = values
    if (conceptType !== 'KnowledgeSkillCompetence') skip(report, 'not about a skill', `line ${line}: ${conceptType}`)
    else if (!known.skills.has(s)) skip(report, 'of a skill that is not loaded', `line ${line}: ${s}`)
    else if (b === '') skip(report, 'no broader concept', `line ${line}: ${s}`)
    else if (pairs.has(`${s} ${b}`)) skip(report, 'the same relation again', `line ${line}: ${s}`)
    else pairs.set(`${s} ${b}`, { s, b })
  }
  if (pairs.size === 0) return
  const written = await tx.execute(sql`
    insert into ${skillBroader} (skill_uri, broader_uri)
    select s, b from json_to_recordset(${JSON.stringify([...pairs.values()])}::json) as pair (s text, b text)
    on conflict do nothing returning 1`)
  report.written += written.length
  report.unchanged += pairs.size - written.length
}
