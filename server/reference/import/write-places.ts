import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { labourMarketRegions, municipalities, places } from '#db/schema/reference.ts'
import type { CsvRow } from './csv-rows.ts'
import { municipalityName, provinceName, regionCodeOf } from './rules-kinds.ts'
import { type FileReport, skip } from './tally.ts'

type PlaceRow = { postcode: string; name: string; code: string; lat: number; lon: number }

/**
 * Rows that GeoNames leaves without a municipality, by postcode. Brielle, Hellevoetsluis and Westvoorne became one on 2023-01-01
 * (CBS code 1992). Our own correction, dated 2026-11; a row that has a municipality is never touched.
 */
const MENDED = [{ from: '3221', to: '3238', code: 'GM1992', name: 'Voorne aan Zee' }] as const

/**
 * Writes municipalities and four-digit postcodes of the Netherlands (GeoNames postal codes). A postcode with several villages keeps
 * the first. A municipality keeps the labour-market region it has: the file knows none.
 *
 * @param seen the postcodes of this file so far
 */
export async function writePlaces(
  tx: Tx,
  seen: Set<string>,
  rows: readonly CsvRow[],
  report: FileReport,
): Promise<void> {
  const found: PlaceRow[] = []
  const owners = new Map<string, { code: string; name: string; province: string | null }>()
  for (const { line, values } of rows) {
    const { country_code: country = '', zipcode: postcode = '', place: name = '' } = values
    const [lat, lon] = [Number(values['latitude'] || Number.NaN), Number(values['longitude'] || Number.NaN)]
    const at = `line ${line}: ${postcode} ${name}`
    const owner = ownerOf(values)
    if (country !== 'NL') skip(report, 'not in the Netherlands', `${at} (${country})`)
    else if (!/^[1-9]\d{3}$/.test(postcode)) skip(report, 'no postcode of four digits', at)
    else if (name === '') skip(report, 'no name', at)
    else if (!(lat > 50 && lat < 54 && lon > 3 && lon < 8)) skip(report, 'no coordinates in the Netherlands', at)
    else if (seen.has(postcode)) skip(report, 'a postcode that is already there', at)
    else if (owner === null) skip(report, 'no municipality', at)
    else {
      seen.add(postcode)
      if (owner.mended) {
        const what = `municipality ${owner.name} filled in`
        report.mended.set(what, (report.mended.get(what) ?? 0) + 1)
      }
      owners.set(owner.code, owner)
      found.push({ postcode, name, code: owner.code, lat, lon })
    }
  }
  if (found.length === 0) return
  await tx.execute(sql`
    insert into ${municipalities} as known (code, name, province)
    select code, name, province
    from json_to_recordset(${JSON.stringify([...owners.values()])}::json) as one (code text, name text, province text)
    on conflict (code) do update set name = excluded.name, province = excluded.province
      where (known.name, known.province) is distinct from (excluded.name, excluded.province)`)
  const written = await tx.execute(sql`
    insert into ${places} as known (postcode4, name, municipality_code, lat, lon, source)
    select postcode, name, code, lat, lon, 'geonames'
    from json_to_recordset(${JSON.stringify(found)}::json)
      as one (postcode text, name text, code text, lat float8, lon float8)
    on conflict (postcode4) do update
      set name = excluded.name, municipality_code = excluded.municipality_code, lat = excluded.lat, lon = excluded.lon,
          source = excluded.source
      where (known.name, known.municipality_code, known.lat, known.lon, known.source)
        is distinct from (excluded.name, excluded.municipality_code, excluded.lat, excluded.lon, excluded.source)
    returning 1`)
  report.written += written.length
  report.unchanged += found.length - written.length
}

function ownerOf(values: Record<string, string>) {
  const { province_code: digits = '', province: name = '', state = '', zipcode = '' } = values
  const province = state === '' ? null : provinceName(state)
  if (/^\d{1,4}$/.test(digits) && name !== '')
    return { code: `GM${digits.padStart(4, '0')}`, name: municipalityName(name), province, mended: false }
  const known = MENDED.find(({ from, to }) => from <= zipcode && zipcode <= to)
  return known ? { code: known.code, name: known.name, province, mended: true } : null
}

/** Writes names of labour-market regions. Which municipalities belong to them is not in the source. */
export async function writeRegions(tx: Tx, rows: readonly CsvRow[], report: FileReport): Promise<void> {
  for (const { line, values } of rows) {
    const { name = '' } = values
    const code = regionCodeOf(name)
    if (code === '') {
      skip(report, 'no name', `line ${line}`)
      continue
    }
    const written = await tx
      .insert(labourMarketRegions)
      .values({ code, name })
      .onConflictDoNothing()
      .returning({ code: labourMarketRegions.code })
    report.written += written.length
    report.unchanged += 1 - written.length
  }
}
