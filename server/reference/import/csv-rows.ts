import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { messageOf, type TextSource } from './text-sources.ts'

/** One data row: the line on which it ends, its values by header name, or why it cannot be used. */
export type CsvRow = { line: number; values: Record<string, string>; problem?: string }

export type CsvShape = { delimiter: string; header: string[] }

const HEADER_BYTES = 65_536
const DELIMITERS = [',', ';', '\t'] as const

/**
 * Reads the header row of a CSV: comma, semicolon or tab, with or without a byte order mark.
 *
 * @throws Error when the file is empty, no UTF-8 text, or its first line is no header
 */
export async function shapeOf(source: TextSource): Promise<CsvShape> {
  const stream = await source.open()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= HEADER_BYTES || chunk.includes(10)) break
  }
  stream.destroy()
  const start = Buffer.concat(chunks)
  if (start.length === 0) throw new Error('The file is empty.')
  const end = start.indexOf(10)
  if (end < 0 && length >= HEADER_BYTES) throw new Error('The first line has no end: this is no CSV.')
  const first = textOf(end < 0 ? start : start.subarray(0, end)).replace(/^\uFEFF/, '')
  const count = (delimiter: string) => first.split(delimiter).length
  const delimiter = DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best))
  const [header = []] = parseSync(first, { delimiter, relax_quotes: true }) as string[][]
  return { delimiter, header: header.map((name) => name.trim()) }
}

/**
 * Streams the data rows of a CSV. A row with too many or too few values comes with a `problem`, so one bad row loses only itself.
 *
 * @param shape from `shapeOf`
 * @param finished gets the sha-256 of the whole text once all of it was read
 * @throws Error with the line when quotes never close or the text is no UTF-8
 */
export async function* csvRows(
  source: TextSource,
  shape: CsvShape,
  finished: (sha256: string) => void,
): AsyncGenerator<CsvRow> {
  const { delimiter, header } = shape
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = new Transform({
    decodeStrings: false,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      try {
        done(null, decoder.decode(chunk, { stream: true }))
      } catch {
        done(new Error(NO_UTF8))
      }
    },
    flush(done) {
      try {
        done(null, decoder.decode())
      } catch {
        done(new Error(NO_UTF8))
      }
    },
  })
  const parser = parse({
    delimiter,
    bom: true,
    from: 2,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1024 ** 2,
  })
  const stream = await source.open()
  // One failure ends all three, and the loop below throws it.
  stream.once('error', (error) => decoded.destroy(error))
  decoded.once('error', (error) => parser.destroy(error))
  parser.once('close', () => stream.destroy())
  stream.pipe(decoded).pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const problem =
        record.length === header.length
          ? record.some((value) => value.includes('\0'))
            ? 'has a null character'
            : null
          : `has ${record.length} values where the header has ${header.length}`
      const values = Object.fromEntries(header.map((name, column) => [name, (record[column] ?? '').trim()]))
      yield problem === null ? { line: info.lines, values } : { line: info.lines, values, problem }
    }
  } catch (error) {
    throw new Error(`It cannot be read as CSV: ${messageOf(error)}`)
  }
  finished(hash.digest('hex'))
}

const NO_UTF8 = 'The text is not UTF-8. Save it as "CSV UTF-8" and try again.'
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Error(NO_UTF8)
  }
}
