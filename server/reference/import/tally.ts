import type { ImportKind } from './rules-kinds.ts'

/** What happened to one file. Every data row is in exactly one of written, unchanged and skipped. */
export type FileReport = {
  file: string
  kind: ImportKind | 'unused' | 'unknown' | 'unreadable'
  language: string | null
  read: number
  written: number
  unchanged: number
  /** By reason, with the first three examples. */
  skipped: Map<string, { count: number; examples: string[] }>
  /** What was mended on the way, by what was done. */
  mended: Map<string, number>
  /** Why nothing of this file was kept, in one sentence; null when all went well. */
  failure: string | null
  milliseconds: number
}

export const emptyReport = (file: string, kind: FileReport['kind'], language: string | null = null): FileReport => ({
  file,
  kind,
  language,
  read: 0,
  written: 0,
  unchanged: 0,
  skipped: new Map(),
  mended: new Map(),
  failure: null,
  milliseconds: 0,
})

/** Counts a row as skipped. */
export function skip(report: FileReport, reason: string, example: string): void {
  const entry = report.skipped.get(reason) ?? { count: 0, examples: [] }
  entry.count += 1
  if (entry.examples.length < 3) entry.examples.push(example)
  report.skipped.set(reason, entry)
}

export const skippedOf = (report: FileReport): number =>
  [...report.skipped.values()].reduce((sum, { count }) => sum + count, 0)
