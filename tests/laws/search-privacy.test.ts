import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { INDEX_SETTINGS } from '#server/search/meili-settings.ts'
import { FIELDS } from '#server/search/rules-filter.ts'
import { type NewcomerDocument, storedNewcomer } from '#server/search/stored.ts'

/** Words that may stand in no field of an index of people (AVG 5 and 9, AWGB 1; the brief's list). */
const FORBIDDEN =
  /name|naam|email|mail|phone|tel|address|street|postcode|lat|lon|geo|birth|born|age$|gender|sex|nation|origin|country|religio|health|medical|needs|bsn|vnumber|kvk|note|text|right|permit|coach/i

const DOCUMENT: NewcomerDocument = {
  id: '00000000-0000-4000-8000-000000000001',
  version: 1,
  scope: ['m:GM0344', 'c:00000000-0000-4000-8000-000000000002'],
  availability: 'available',
  region: ['nl', 'gm0344'],
  slots: ['mo2'],
  dutch: { listening: null, speaking: { level: 'A2', assessedOn: '2026-10-01' }, reading: null, writing: null },
  reach: { listening: [], speaking: [0, 0, 0, 0, 0, 0, 24323], reading: [], writing: [] },
  hours: { min: 8, max: 24 },
  fromDay: 20_800,
  skillUris: ['http://data.europa.eu/esco/skill/x'],
  skills: { nl: 'a', en: 'b', ar: 'c' },
  occupations: { nl: 'a', en: 'b', ar: 'c' },
  skillWords: 'd',
  occupationWords: 'a b c',
  isco: ['5'],
  worked: ['care'],
  wants: ['care'],
}

test('a profile in an index has no field that names a person or is protected', () => {
  const fields = [...Object.keys(DOCUMENT), ...Object.keys(storedNewcomer(DOCUMENT))]
  for (const field of fields) expect(field).not.toMatch(FORBIDDEN)
  expect(Object.keys(storedNewcomer(DOCUMENT)).sort()).toEqual([
    'availability',
    'cmp_nl',
    'from',
    'h',
    'hrs_max',
    'hrs_min',
    'id',
    'isco',
    'lvl_listening',
    'lvl_reading',
    'lvl_speaking',
    'lvl_writing',
    'occ_all',
    'occ_ar',
    'occ_en',
    'occ_nl',
    ...[0, 1, 2, 3, 4, 5, 6].map((rank) => `reach_speaking_${rank}`),
    'region',
    'scope',
    'skill',
    'skill_all',
    'skill_ar',
    'skill_en',
    'skill_nl',
    'slots',
    'tie',
    'v',
    'wants',
    'worked',
  ])
})

test('what is filtered or searched in profiles is stored in them, and answers hold the id only', () => {
  const stored = Object.keys(storedNewcomer(DOCUMENT))
  const { searchableAttributes, displayedAttributes } = INDEX_SETTINGS.newcomers
  for (const field of [...(searchableAttributes ?? []), ...Object.keys(FIELDS.newcomers)])
    if (!field.startsWith('reach_')) expect(stored).toContain(field)
  expect(displayedAttributes).toEqual(['id'])
})

test('the reader of profile documents never touches the table of identities', () => {
  expect(readFileSync('server/search/newcomer-documents.ts', 'utf8')).not.toMatch(/import[^;]*newcomerIdentities/)
})
