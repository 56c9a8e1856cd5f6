import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#db/client.ts'
import { referenceImports } from '#db/schema/reference.ts'
import { type CsvRow, type CsvShape, csvRows, shapeOf } from './csv-rows.ts'
import {
  IMPORT_KINDS,
  type ImportKind,
  kindOf,
  LABEL_LANGUAGES,
  type LabelLanguage,
  languageOf,
} from './rules-kinds.ts'
import { emptyReport, type FileReport, skip, skippedOf } from './tally.ts'
import { messageOf, type TextSource, textSourcesIn } from './text-sources.ts'
import { writePlaces, writeRegions } from './write-places.ts'
import { knownTerms, writeBroader, writeRelations } from './write-relations.ts'
import { writeIscoGroups, writeTerms } from './write-terms.ts'

const BATCH = 2_000
const PROGRESS_EVERY_MS = 1_000

type Found = { source: TextSource; shape: CsvShape; kind: ImportKind; language: LabelLanguage | null }

/**
 * Imports every ESCO, postcode and region file below a folder. All of one file is one transaction, and a file that fails does not
 * keep the others away. Importing the same files again changes nothing.
 *
 * @param folder where the downloads are: `.csv`, `.csv.gz` or `.zip`
 * @param options `say` gets progress lines; `mostBytes` is the limit of one unpacked file
 * @returns one report per file, in the order in which they were handled
 * @throws Error when the folder cannot be read
 */
export async function importReference(
  { db, now }: { db: Db; now: Date },
  folder: string,
  { say = () => {}, mostBytes }: { say?: (line: string) => void; mostBytes?: number } = {},
): Promise<FileReport[]> {
  const { sources, unreadable, close } = await textSourcesIn(folder, mostBytes)
  const reports: FileReport[] = unreadable.map(({ name, why }) => ({
    ...emptyReport(name, 'unreadable'),
    failure: why,
  }))
  try {
    const found: Found[] = []
    for (const source of sources) {
      const one = await recognised(source)
      if ('source' in one) found.push(one)
      else reports.push(one)
    }
    found.sort((a, b) => IMPORT_KINDS.indexOf(a.kind) - IMPORT_KINDS.indexOf(b.kind))
    for (const one of found) reports.push(await importFile(db, now, one, say))
    if (reports.some(({ written }) => written > 0))
      await db.execute(sql`analyze occupations, skills, occupation_skills, skill_broader, places, municipalities`)
    return reports
  } finally {
    close()
  }
}

async function recognised(source: TextSource): Promise<Found | FileReport> {
  const { name } = source
  try {
    const shape = await shapeOf(source)
    const kind = kindOf(shape.header)
    if (kind === null) {
      const header = shape.header.slice(0, 6).join(', ').slice(0, 120)
      return { ...emptyReport(name, 'unknown'), failure: `Its header is of no file that we know: ${header}` }
    }
    if (kind === 'unused') return emptyReport(name, 'unused')
    if (kind !== 'isco-groups' && kind !== 'occupations' && kind !== 'skills')
      return { source, shape, kind, language: null }
    const named = languageOf(name)
    const language = LABEL_LANGUAGES.find((one) => one === named)
    if (language) return { source, shape, kind, language }
    const failure = named
      ? `Its language, ${named}, is none of ${LABEL_LANGUAGES.join(', ')}.`
      : 'Its name does not end with a language, like skills_nl.csv.'
    return { ...emptyReport(name, kind, named), failure }
  } catch (error) {
    return { ...emptyReport(name, 'unreadable'), failure: messageOf(error) }
  }
}

async function importFile(db: Db, now: Date, found: Found, say: (line: string) => void): Promise<FileReport> {
  const { source, shape, kind, language } = found
  const report = emptyReport(source.name, kind, language)
  const begun = performance.now()
  let said = begun
  const progress = (last: boolean) => {
    const at = performance.now()
    if (!last && at - said < PROGRESS_EVERY_MS) return
    said = at
    const rate = Math.round(report.read / Math.max(0.001, (at - begun) / 1000))
    say(`${source.name}: ${report.read.toLocaleString('en')} rows, ${rate.toLocaleString('en')} a second`)
  }
  try {
    await db.transaction(async (tx) => {
      const write = await writerFor(tx, found, report)
      let sha256 = ''
      let batch: CsvRow[] = []
      for await (const row of csvRows(source, shape, (sum) => {
        sha256 = sum
      })) {
        report.read += 1
        if (row.problem !== undefined) {
          skip(report, 'the row is not whole', `line ${row.line} ${row.problem}`)
          continue
        }
        batch.push(row)
        if (batch.length < BATCH) continue
        await write(batch)
        batch = []
        progress(false)
      }
      await write(batch)
      await tx.insert(referenceImports).values({
        file: source.name,
        kind,
        sha256,
        read: report.read,
        written: report.written,
        skipped: skippedOf(report),
        importedAt: now,
      })
    })
    report.milliseconds = Math.round(performance.now() - begun)
    progress(true)
    return report
  } catch (error) {
    const why = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)
    return { ...emptyReport(source.name, kind, language), read: report.read, failure: `${why} Nothing of it was kept.` }
  }
}

async function writerFor(
  tx: Tx,
  { kind, language }: Found,
  report: FileReport,
): Promise<(rows: CsvRow[]) => Promise<void>> {
  if (kind === 'relations' || kind === 'broader') {
    const known = await knownTerms(tx)
    const write = kind === 'relations' ? writeRelations : writeBroader
    return (rows) => write(tx, known, rows, report)
  }
  if (kind === 'places') {
    const seen = new Set<string>()
    return (rows) => writePlaces(tx, seen, rows, report)
  }
  if (kind === 'regions') return (rows) => writeRegions(tx, rows, report)
  if (language === null) throw new Error('The language of the file is not known.')
  if (kind === 'isco-groups') return (rows) => writeIscoGroups(tx, language, rows, report)
  return (rows) => writeTerms(tx, kind, language, rows, report)
}
