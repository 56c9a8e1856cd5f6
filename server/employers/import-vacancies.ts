import { createHash } from 'node:crypto'
import { eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '#db/client.ts'
import { establishments, staffingFacts } from '#db/schema/employers.ts'
import { staffingImports } from '#db/schema/facts.ts'
import { occupations, places } from '#db/schema/reference.ts'
import { type ActorAs, requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { type ImportReport, isDay, type RowFault, type TableRow, tableOf } from '#server/platform/csv-table.ts'
import { filledText, yesOrNo } from '#server/platform/fields.ts'
import { askAgain } from './ask-again.ts'

/** The header of the file. `establishment`: its name; `occupation`: the Dutch name or the ESCO address; `result`: open, filled or withdrawn. */
export const VACANCY_COLUMNS = ['establishment', 'occupation', 'opened_on', 'closed_on', 'result'] as const
type Column = (typeof VACANCY_COLUMNS)[number]
const RESULTS = ['open', 'filled', 'withdrawn']

export const ImportVacanciesInput = z.strictObject({
  file: filledText(200),
  /** The text of the CSV. */
  text: z.string(),
  isDryRun: yesOrNo(),
})
export type ImportVacanciesInput = z.input<typeof ImportVacanciesInput>

type Vacancy = {
  establishmentId: string
  occupationUri: string
  happenedOn: string
  endedOn: string | null
  isWithdrawn: boolean
  effectKey: string
}

/**
 * Takes in the vacancies that a workplace had: the employer those of the own establishments, an officer those in the municipality. Every row is read and
 * every fault told with its line; with one fault nothing is written, and a dry run never writes. A vacancy that is there already is kept once, and closed
 * when the file says that it closed.
 *
 * @throws Refusal `forbidden`; ZodError for input that the schema refuses
 */
export async function importVacancies(ctx: Ctx, input: ImportVacanciesInput): Promise<ImportReport> {
  const { file, text, isDryRun } = ImportVacanciesInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'employer.import-vacancies')
  requireRole(actor, 'employer', 'officer')
  const { rows, faults } = tableOf(text, VACANCY_COLUMNS)
  return ctx.db.transaction(async (tx) => {
    const read = await vacanciesIn(tx, actor, rows, dayOf(now))
    const found = [...faults, ...read.faults].sort((one, other) => one.line - other.line)
    const keys = read.vacancies.map((one) => one.effectKey)
    const known = keys.length
      ? await tx
          .select({ key: staffingFacts.effectKey, endedOn: staffingFacts.endedOn })
          .from(staffingFacts)
          .where(inArray(staffingFacts.effectKey, keys))
      : []
    const endOf = new Map(known.map(({ key, endedOn }) => [key, endedOn]))
    // A row says more when it is new, or closes what stood open.
    const more = read.vacancies.filter((one) => {
      const end = endOf.get(one.effectKey)
      return end === undefined || (end === null && one.endedOn !== null)
    })
    const report = {
      rows: rows.length,
      written: found.length > 0 ? 0 : more.length,
      known: read.vacancies.length - more.length,
      faults: found,
      isDryRun,
    }
    if (found.length > 0 || isDryRun || more.length === 0) return report
    await tx
      .insert(staffingFacts)
      .values(
        more.map(({ isWithdrawn, ...one }) => ({
          ...one,
          kind: 'vacancy-open' as const,
          detail: isWithdrawn ? { withdrawn: 'yes' } : {},
          reportedBy: actor.role,
          createdAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: staffingFacts.effectKey,
        set: { endedOn: sql`excluded.ended_on`, detail: sql`excluded.detail` },
        setWhere: isNull(staffingFacts.endedOn),
      })
    await tx.insert(staffingImports).values({
      file,
      sha256: createHash('sha256').update(text).digest('hex'),
      rows: rows.length,
      written: more.length,
      importedBy: actor.accountId,
      importedAt: now,
    })
    for (const id of [...new Set(more.map((one) => one.establishmentId))].sort()) await askAgain(tx, id, now)
    return report
  })
}

async function vacanciesIn(
  db: Reader,
  actor: ActorAs<'employer' | 'officer'>,
  rows: readonly TableRow<Column>[],
  today: string,
): Promise<{ vacancies: Vacancy[]; faults: RowFault[] }> {
  const [own, named] = await Promise.all([ownNames(db, actor), occupationsNamed(db, rows)])
  const faults: RowFault[] = []
  const vacancies: Vacancy[] = []
  const seen = new Set<string>()
  for (const { line, values } of rows) {
    const wrong = (column: Column, code: string) => faults.push({ line, column, code })
    const before = faults.length
    const here = own.get(values.establishment.toLowerCase()) ?? []
    if (here.length === 0) wrong('establishment', 'not-found')
    if (here.length > 1) wrong('establishment', 'more-than-one')
    const role = named.get(values.occupation.toLowerCase()) ?? []
    if (role.length === 0) wrong('occupation', 'not-found')
    if (role.length > 1) wrong('occupation', 'more-than-one')
    const { opened_on: opened, closed_on: closed, result } = values
    if (!isDay(opened)) wrong('opened_on', 'not-a-day')
    else if (opened > today) wrong('opened_on', 'in-the-future')
    if (closed !== '' && !isDay(closed)) wrong('closed_on', 'not-a-day')
    else if (closed !== '' && closed < opened) wrong('closed_on', 'ends-before-start')
    else if (closed > today) wrong('closed_on', 'in-the-future')
    if (!RESULTS.includes(result)) wrong('result', 'not-in-list')
    else if ((result === 'open') !== (closed === '')) wrong('result', 'does-not-fit')
    const [establishmentId] = here
    const [occupationUri] = role
    if (faults.length > before || !establishmentId || !occupationUri) continue
    const key = `${establishmentId} ${occupationUri} ${opened}`
    if (seen.has(key)) wrong('opened_on', 'twice')
    seen.add(key)
    vacancies.push({
      establishmentId,
      occupationUri,
      happenedOn: opened,
      endedOn: closed || null,
      isWithdrawn: result === 'withdrawn',
      effectKey: `vacancy:${createHash('sha256').update(key).digest('hex')}`,
    })
  }
  return { vacancies, faults }
}

const gathered = (pairs: readonly (readonly [string, string])[]): Map<string, string[]> => {
  const found = new Map<string, string[]>()
  for (const [name, id] of pairs) found.set(name, [...new Set([...(found.get(name) ?? []), id])])
  return found
}

/** The establishments about which the actor may say something, by name in small letters. */
async function ownNames(db: Reader, actor: ActorAs<'employer' | 'officer'>): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ id: establishments.id, name: establishments.name })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(
      actor.role === 'employer'
        ? eq(establishments.employerId, actor.employerId)
        : eq(places.municipalityCode, actor.municipalityCode),
    )
  return gathered(rows.map(({ id, name }) => [name.toLowerCase(), id]))
}

/** The occupations that the rows name, by Dutch name in small letters and by address. */
async function occupationsNamed(db: Reader, rows: readonly TableRow<Column>[]): Promise<Map<string, string[]>> {
  const names = [...new Set(rows.map(({ values }) => values.occupation))]
  if (names.length === 0) return new Map()
  const label = sql<string>`lower(${occupations.labels} ->> 'nl')`
  const found = await db
    .select({ uri: occupations.uri, label })
    .from(occupations)
    .where(
      or(
        inArray(occupations.uri, names),
        inArray(
          label,
          names.map((name) => name.toLowerCase()),
        ),
      ),
    )
  return gathered(found.flatMap(({ uri, label }) => [[uri.toLowerCase(), uri] as const, [label ?? '', uri] as const]))
}
