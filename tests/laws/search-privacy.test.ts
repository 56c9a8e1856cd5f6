import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { storedNewcomer } from '#server/search/meili.ts'
import { NEWCOMER_SETTINGS } from '#server/search/meili-settings.ts'
import type { NewcomerDocument } from '#server/search/port.ts'

/** Words that may stand in no field of an index of people (AVG 5 and 9, AWGB 1; the brief's list). */
const FORBIDDEN =
  /name|naam|email|mail|phone|tel|address|street|postcode|lat|lon|geo|birth|born|age$|gender|sex|nation|origin|country|religio|health|medical|needs|bsn|vnumber|kvk|note|text|right|permit|coach/i

const DOCUMENT: NewcomerDocument = {
  id: '00000000-0000-4000-8000-000000000001',
  version: 1,
  municipality: 'GM0344',
  availability: 'available',
  dutch: { speaking: 'A2' },
  skillUris: ['http://data.europa.eu/esco/skill/x'],
  skills: { nl: 'a', en: 'b', ar: 'c' },
  occupations: { nl: 'a', en: 'b', ar: 'c' },
}

test('a profile in an index has no field that names a person or is protected', () => {
  const fields = [...Object.keys(DOCUMENT), ...Object.keys(storedNewcomer(DOCUMENT))]
  for (const field of fields) expect(field).not.toMatch(FORBIDDEN)
  expect(Object.keys(storedNewcomer(DOCUMENT)).sort()).toEqual([
    'availability',
    'cmp_nl',
    'id',
    'lvl_listening',
    'lvl_reading',
    'lvl_speaking',
    'lvl_writing',
    'municipality',
    'occ_ar',
    'occ_en',
    'occ_nl',
    'skill',
    'skill_ar',
    'skill_en',
    'skill_nl',
    'tie',
    'v',
  ])
})

test('what is filtered or searched in profiles is stored in them, and answers hold the id only', () => {
  const stored = Object.keys(storedNewcomer(DOCUMENT))
  for (const field of NEWCOMER_SETTINGS.searchableAttributes ?? []) expect(stored).toContain(field)
  expect(NEWCOMER_SETTINGS.displayedAttributes).toEqual(['id'])
})

test('the reader of profile documents never touches the table of identities', () => {
  expect(readFileSync('server/search/newcomer-documents.ts', 'utf8')).not.toMatch(/import[^;]*newcomerIdentities/)
})
