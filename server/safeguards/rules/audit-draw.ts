/** How many employers and files the yearly sample takes. Ours; the shape is that of the French audit of social enterprises. */
export type AuditNumbers = {
  employersPercent: number
  filesPercent: number
  filesLeast: number
  filesMost: number
  /** After a serious finding a person may have to decide on every new place for so many months. */
  decidesMonths: number
}

export const AUDIT_POLICY: { version: string; datedOn: string; label: 'policy'; numbers: AuditNumbers } = {
  version: 'audit-2026-11-22',
  datedOn: '2026-11-22',
  label: 'policy',
  numbers: { employersPercent: 20, filesPercent: 20, filesLeast: 2, filesMost: 20, decidesMonths: 12 },
}

export type AuditPool = readonly { employer: string; files: readonly string[] }[]
export type AuditDraw = { employer: string; files: string[] }[]

/** A number that looks random and is the same for the same text (FNV-1a with a last mix); no secret hangs on it. */
const lotOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const drawn = (names: readonly string[], count: number, seed: string): string[] =>
  names
    .map((name) => ({ name, lot: lotOf(`${seed}\n${name}`) }))
    .sort((a, b) => a.lot - b.lot || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map((one) => one.name)

/**
 * The employers and files of this year's sample: by lot, the same for the same seed and pool whatever their order, so that anyone can draw it again.
 * Employers without a file are not drawn; of few employers one at least.
 * @param seed written down before the draw, e.g. municipality and year with a number read out in public
 */
export const drawAudit = (pool: AuditPool, seed: string, numbers: AuditNumbers = AUDIT_POLICY.numbers): AuditDraw => {
  const withFiles = new Map(pool.filter((one) => one.files.length > 0).map((one) => [one.employer, one.files]))
  const employers = Math.ceil((withFiles.size * numbers.employersPercent) / 100)
  return drawn([...withFiles.keys()], employers, seed).map((employer) => {
    const files = withFiles.get(employer) ?? []
    const wanted = Math.ceil((files.length * numbers.filesPercent) / 100)
    const count = Math.min(numbers.filesMost, Math.max(numbers.filesLeast, wanted))
    return { employer, files: drawn(files, count, `${seed}\n${employer}`) }
  })
}
