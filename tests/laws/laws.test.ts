import { expect, test } from 'vitest'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { hits, sourcesIn } from './sources.ts'

const product = sourcesIn(['app', 'server', 'workers', 'db'])
const server = product.filter(({ path }) => path.startsWith('server/'))

test('a file has one subject: at most 300 lines', () => {
  const long = product.filter(
    ({ path, text }) =>
      !/^app\/ui\/words\/|^db\/(schema|seed)\/|paths\.tsx?$/.test(path) && text.split('\n').length > 301,
  )
  expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length}`)).toEqual([])
})

test('no drawer for everything', () => {
  // `index` alone is a barrel; behind a verb it is the search index (`rebuild-index.ts`).
  const names = /(^|[-/])(utils?|helpers?|services?|managers?|types|common|misc)\.tsx?$|(^|\/)index\.tsx?$/
  expect(
    product
      .map(({ path }) => path)
      .filter(
        (path) => names.test(path) && path !== 'app/ui/words/nl/common.ts' && !/words\/(en|ar)\/common/.test(path),
      ),
  ).toEqual([])
})

test('rules know no clock, no chance and no environment', () => {
  const rules = server.filter(({ path }) => /^server\/[^/]+\/rules/.test(path))
  expect(rules.length).toBeGreaterThan(10)
  expect(hits(rules, /Date\.now\(|new Date\(\)|Math\.random|process\.|console\.|randomUUID/)).toEqual([])
})

/** Which room may write a table; a table that nobody owns fails the test below. */
const WRITERS: Record<string, string> = {
  occupations: 'reference',
  skills: 'reference',
  occupationSkills: 'reference',
  skillBroader: 'reference',
  iscoGroups: 'reference',
  labourMarketRegions: 'reference',
  municipalities: 'reference',
  places: 'reference',
  tensions: 'reference',
  referenceImports: 'reference',
  accounts: 'accounts',
  sessions: 'accounts',
  loginChallenges: 'accounts',
  rateLimits: 'platform',
  submissions: 'accounts',
  totpKeys: 'accounts',
  recoveryCodes: 'accounts',
  passkeys: 'accounts',
  passkeyChallenges: 'accounts',
  accessCards: 'accounts',
  addressChanges: 'accounts',
  identities: 'accounts',
  outwardLogins: 'accounts',
  newcomers: 'newcomers',
  newcomerIdentities: 'newcomers',
  newcomerLanguages: 'newcomers',
  newcomerCourses: 'newcomers',
  newcomerSlots: 'newcomers',
  newcomerSkills: 'newcomers',
  newcomerExperiences: 'newcomers',
  newcomerEducations: 'newcomers',
  newcomerWishes: 'newcomers',
  newcomerLearningWishes: 'newcomers',
  newcomerNoGoes: 'newcomers',
  employers: 'accounts',
  invitations: 'accounts',
  organisationStandings: 'accounts',
  fileOpenings: 'openings',
  establishments: 'employers',
  staffingFacts: 'employers',
  staffingImports: 'employers',
  positions: 'positions',
  positionLanguages: 'positions',
  positionSkills: 'positions',
  positionSlots: 'positions',
  positionLog: 'positions',
  positionVerdicts: 'positions',
  safeguardDecisions: 'positions',
  factStatements: 'cases',
  safeguardProfiles: 'cases',
  safeguardOverrides: 'cases',
  caseMessages: 'cases',
  signals: 'cases',
  publicReports: 'cases',
  employerGroups: 'cases',
  groupRequests: 'cases',
  paidContracts: 'cases',
  audits: 'cases',
  auditFiles: 'cases',
  employerAnswers: 'cases',
  caseLog: 'cases',
  proposals: 'proposals',
  proposalLog: 'proposals',
  shownCards: 'proposals',
  consents: 'proposals',
  matchingRuns: 'proposals',
  matchingRunParts: 'proposals',
  matchingBlockingPairs: 'proposals',
  matchingPolicies: 'proposals',
  matchingAreas: 'proposals',
  matchingChanges: 'proposals',
  placements: 'placements',
  placementLog: 'placements',
  placementExtensions: 'placements',
  followUps: 'placements',
  placementChecks: 'placements',
  placementReviews: 'placements',
  learningResults: 'placements',
  notices: 'notices',
  mailDeliveries: 'notices',
  outboxEvents: 'outbox',
  effects: 'outbox',
  deadJobs: 'outbox',
  auditEntries: 'audit',
  auditHeads: 'audit',
  erasures: 'privacy',
  erasedStatistics: 'privacy',
  retentionWarnings: 'privacy',
  accountWarnings: 'privacy',
  corrections: 'privacy',
  positionSearch: 'search',
  newcomerSearch: 'search',
  savedSearches: 'search',
}

/** A log that is only added to, and what a room besides its own adds. */
const ADDS_TO: Record<string, string> = { caseLog: 'employers' }

test('one writer: a table is written by its own room only', () => {
  const strangers = server.flatMap(({ path, text }) => {
    const room = path.split('/')[1]
    return [...text.matchAll(/\.(insert|update|delete)\(\s*(\w+)\s*\)/g)]
      .filter(([, , table]) => table !== undefined && table in WRITERS && WRITERS[table] !== room)
      .filter(([, verb, table]) => !(verb === 'insert' && ADDS_TO[table ?? ''] === room))
      .map(([, verb, table]) => `${path}: ${verb} ${table}`)
  })
  expect(strangers).toEqual([])
  expect(
    hits(
      product.filter(({ path }) => /^(app|workers)\//.test(path)),
      /\.(insert|update|delete)\(\s*[a-z]\w+\s*\)\.(values|set|where)/,
    ),
  ).toEqual([])
})

test('a table that is only known at run time is written by an erasure alone', () => {
  const anyTable = hits(server, /\b(tx|db)\.(insert|update|delete)\(\s*(table|\w+\.\w+)\s*\)/).map(
    (hit) => hit.split(':')[0],
  )
  expect([...new Set(anyTable)].sort()).toEqual(['server/privacy/erase-account.ts', 'server/privacy/erase-rows.ts'])
})

test('every table has one room that writes it', () => {
  const tables = sourcesIn(['db/schema']).flatMap(({ text }) =>
    [...text.matchAll(/export const (\w+) = pgTable\(/g)].map(([, name]) => name),
  )
  expect(tables.filter((name) => name !== undefined && !(name in WRITERS))).toEqual([])
  expect(Object.keys(WRITERS).filter((name) => !tables.includes(name))).toEqual([])
})

test('no raw SQL text and no connection outside the fence', () => {
  // bound.ts and apply.ts hand on constants and the typed data of the policies; nothing that a person typed.
  const ours = product.filter(
    ({ path }) => !['db/schema/columns.ts', 'db/bound.ts', 'db/row-level/apply.ts'].includes(path),
  )
  expect(hits(ours, /sql\.raw\(|sql\.identifier\(|\.unsafe\(|\.reserve\(/)).toEqual([])
  expect(
    hits(product, /from 'postgres'/)
      .map((hit) => hit.split(':')[0])
      .filter(
        (path) =>
          !/^db\/(client|fence|migrate)\.ts$/.test(path ?? '') &&
          !hits(
            product.filter((one) => one.path === path),
            /import type .*from 'postgres'/,
          ).length,
      ),
  ).toEqual([])
})

test('protected attributes have no column and no field', () => {
  const words =
    /\b(nationality|countryOf\w*|country_of\w*|religion|ethnicity|gender|birthDate|birthday|dateOfBirth|disability|bsn)\b\s*[:?(]|\bhealth\w*\s*:\s*(string|text|boolean|number)/i
  expect(hits(sourcesIn(['db/schema', 'server']), words)).toEqual([])
})

test('events carry ids only', () => {
  expect([...new Set(EVENT_NAMES)]).toHaveLength(EVENT_NAMES.length)
  const catalogue = product.find(({ path }) => path === 'server/outbox/events.ts')?.text ?? ''
  const fields = [...catalogue.matchAll(/(\w+): string/g)].map(([, field]) => field ?? '')
  expect(fields.filter((field) => !/Id$/.test(field) && !['choice', 'was', 'by', 'round'].includes(field))).toEqual([])
})

test('no form relies on the browser: no required attribute, no disabled submit', () => {
  const screens = product.filter(({ path }) => /^app\/.*\.tsx$/.test(path))
  expect(hits(screens, /<(input|select|textarea|button)[^>]*\s(required|disabled)(\s|=|>|\/)/)).toEqual([])
})

test('no path of a machine and no registry host in the project', () => {
  const all = [
    ...sourcesIn(['app', 'server', 'workers', 'db', 'tests', 'bin', 'docs'], /\.(tsx?|mjs|cjs|json|md|css|yaml|sh)$/),
  ].filter(({ path }) => path !== 'tests/laws/laws.test.ts')
  expect(hits(all, /(^|[^A-Za-z.])\/(work|farm)\/|registry\.npmjs|deb\.debian/)).toEqual([])
})
