import type { Person } from './matrix.ts'

/** Whose pages open only after a second step. Policy of 2026-11-22 after BIO2 and reliability.md P13. */
export const SECOND_STEP: readonly Person[] = [
  'employer-admin',
  'coach',
  'municipality',
  'officer',
  'platform',
  'auditor',
]
