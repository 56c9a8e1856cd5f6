/** A cell that a spreadsheet would run as a formula gets an apostrophe first (OWASP, CSV injection). */
const safeCell = (value: string | number | null): string => {
  if (typeof value === 'number') return String(value).replace('.', ',')
  const text = value ?? ''
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\n\r]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

/**
 * Rows as a CSV file that Dutch Excel opens as it is: semicolons, UTF-8 with a byte order mark, CRLF.
 * @param name of the file, without date and ending
 * @param rows the first is the head
 */
export function csvAnswer(name: string, rows: readonly (readonly (string | number | null)[])[]): Response {
  const body = `\uFEFF${rows.map((row) => row.map(safeCell).join(';')).join('\r\n')}\r\n`
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
