import { createHash } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { municipalities, referenceImports, tensions } from '#db/schema/reference.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { type ImportReport, type RowFault, tableOf } from '#server/platform/csv-table.ts'
import { filledText, yesOrNo } from '#server/platform/fields.ts'

/** The header of the file. `occupation_group`: ISCO minor group, three digits; `quarter`: 2026-Q3; `ratio`: with a point or a comma. */
export const TENSION_COLUMNS = ['region', 'occupation_group', 'quarter', 'ratio', 'source'] as const

export const ImportTensionsInput = z.strictObject({
  file: filledText(200),
  /** The text of the CSV. */
  text: z.string(),
  isDryRun: yesOrNo(),
})
export type ImportTensionsInput = z.input<typeof ImportTensionsInput>

/**
 * Takes in UWV's tension per occupation group, region and quarter: an officer those of the own labour market region. Every fault is told with its line;
 * with one fault nothing is written, and a dry run never writes. Rows are only added, with source and municipality: a region has several, and the figure
 * that was taken in last counts. What says the same as the one that counts now is known.
 *
 * @throws Refusal `forbidden`; ZodError for input that the schema refuses
 */
export async function importTensions(ctx: Ctx, input: ImportTensionsInput): Promise<ImportReport> {
  const { file, text, isDryRun } = ImportTensionsInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'reference.import-tensions')
  requireRole(actor, 'officer')
  const { rows, faults } = tableOf(text, TENSION_COLUMNS)
  return ctx.db.transaction(async (tx) => {
    const [own] = await tx
      .select({ region: municipalities.regionCode })
      .from(municipalities)
      .where(eq(municipalities.code, actor.municipalityCode))
    const read = figuresIn(rows, own?.region ?? null, dayOf(now))
    const found = [...faults, ...read.faults].sort((one, other) => one.line - other.line)
    const there = await tx
      .selectDistinctOn([tensions.occupationGroup, tensions.quarter])
      .from(tensions)
      .where(eq(tensions.regionCode, own?.region ?? ''))
      .orderBy(tensions.occupationGroup, tensions.quarter, desc(tensions.importedAt), desc(tensions.id))
    const same = new Set(there.map((one) => JSON.stringify([...keyOf(one), one.ratio, one.source])))
    const more = read.figures.filter((one) => !same.has(JSON.stringify([...keyOf(one), one.ratio, one.source])))
    const report = {
      rows: rows.length,
      written: found.length > 0 ? 0 : more.length,
      known: read.figures.length - more.length,
      faults: found,
      isDryRun,
    }
    if (found.length > 0 || isDryRun || more.length === 0) return report
    const taken = { importedFor: actor.municipalityCode, importedAt: now }
    await tx.insert(tensions).values(more.map((one) => ({ ...one, ...taken })))
    await tx.insert(referenceImports).values({
      file,
      kind: 'tensions',
      sha256: createHash('sha256').update(text).digest('hex'),
      read: rows.length,
      written: more.length,
      skipped: rows.length - more.length,
      importedBy: actor.accountId,
      importedAt: now,
    })
    return report
  })
}

type Figure = typeof tensions.$inferInsert
const keyOf = (one: Pick<Figure, 'regionCode' | 'occupationGroup' | 'quarter'>) => [
  one.regionCode,
  one.occupationGroup,
  one.quarter,
]

function figuresIn(
  rows: ReturnType<typeof tableOf<(typeof TENSION_COLUMNS)[number]>>['rows'],
  ownRegion: string | null,
  today: string,
): { figures: Figure[]; faults: RowFault[] } {
  const faults: RowFault[] = []
  const figures: Figure[] = []
  const seen = new Set<string>()
  for (const { line, values } of rows) {
    const wrong = (column: (typeof TENSION_COLUMNS)[number], code: string) => faults.push({ line, column, code })
    const before = faults.length
    const ratio = Number(values.ratio.replace(',', '.'))
    if (values.region !== ownRegion) wrong('region', 'not-own-region')
    if (!/^\d{3}$/.test(values.occupation_group)) wrong('occupation_group', 'not-a-group')
    if (!/^20\d\d-Q[1-4]$/.test(values.quarter)) wrong('quarter', 'not-a-quarter')
    else if (values.quarter > `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`)
      wrong('quarter', 'in-the-future')
    if (!/^\d{1,3}([.,]\d{1,2})?$/.test(values.ratio)) wrong('ratio', 'not-a-number')
    if (values.source === '' || values.source.length > 200) wrong('source', 'required')
    if (faults.length > before) continue
    const figure = {
      regionCode: values.region,
      occupationGroup: values.occupation_group,
      quarter: values.quarter,
      ratio,
      source: values.source,
    }
    const key = keyOf(figure).join(' ')
    if (seen.has(key)) wrong('quarter', 'twice')
    seen.add(key)
    figures.push(figure)
  }
  return { figures, faults }
}
