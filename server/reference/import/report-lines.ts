import { type FileReport, skippedOf } from './tally.ts'

const HEADINGS = ['file', 'kind', 'language', 'read', 'written', 'unchanged', 'skipped', 'ms']

/** The report of an import as lines for a terminal: a table, then what was skipped, mended or refused, and why. */
export function reportLines(reports: readonly FileReport[]): string[] {
  const number = (value: number) => value.toLocaleString('en')
  const used = reports.filter(({ kind }) => kind !== 'unused')
  const table = [
    HEADINGS,
    ...used.map((one) => [
      one.file,
      one.kind,
      one.language ?? '',
      number(one.read),
      number(one.written),
      number(one.unchanged),
      number(skippedOf(one)),
      number(one.milliseconds),
    ]),
  ]
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  for (const { file, skipped, mended, failure } of used) {
    if (failure) lines.push('', `NOT IMPORTED ${file}: ${failure}`)
    if (skipped.size + mended.size > 0) lines.push('', `${file}:`)
    for (const [what, count] of mended) lines.push(`  ${number(count)} mended: ${what}`)
    for (const [reason, { count, examples }] of skipped) {
      lines.push(`  ${number(count)} skipped: ${reason}`)
      for (const example of examples) lines.push(`    ${example}`)
    }
  }
  const unused = reports.filter(({ kind }) => kind === 'unused')
  if (unused.length > 0) lines.push('', `Known but not needed: ${unused.map(({ file }) => file).join('; ')}`)
  return lines
}
