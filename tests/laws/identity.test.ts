import { expect, test } from 'vitest'
import { type Declared, reachedFrom } from './reach.ts'
import { hits, type Source, sourcesIn } from './sources.ts'

const product = sourcesIn(['app', 'server', 'db', 'workers'])
const server = product.filter(({ path }) => path.startsWith('server/'))

/** Who a newcomer is: the table, and the read of it that other rooms use. */
const isIdentity = ({ path, name }: Declared): boolean =>
  (path === 'db/schema/newcomers.ts' && ['newcomerIdentities', '*'].includes(name)) ||
  (path === 'server/newcomers/reads.ts' && name === 'identityOf')

const EMPLOYER_PAGES = product.map(({ path }) => path).filter((path) => path.startsWith('app/routes/employer.'))

/** What of this an employer's pages reach that reads who somebody is. */
const namingReads = (sources: Source[]): string[] =>
  reachedFrom(sources, EMPLOYER_PAGES)
    .filter(({ uses }) => uses.some(isIdentity))
    .map(({ path, name }) => `${path}#${name}`)
    .sort()

/** The doors after a yes, and the read behind them: there may be no other way from an employer's page to a name. */
const AFTER_A_YES = [
  'server/newcomers/reads.ts#identityOf',
  'server/placements/reads.ts#placementsOfEmployer',
  'server/proposals/reads-revealed.ts#revealedCandidate',
]

test('what an employer can reach reads who somebody is at the doors after a yes, and nowhere else', () => {
  expect(EMPLOYER_PAGES.length).toBeGreaterThan(8)
  const reached = reachedFrom(product, EMPLOYER_PAGES).map(({ path, name }) => `${path}#${name}`)
  expect(reached).toEqual(expect.arrayContaining(['server/proposals/reads-cards.ts#cardsOf']))
  expect(AFTER_A_YES).toEqual(expect.arrayContaining(namingReads(product)))
  expect(namingReads(product)).toContain('server/proposals/reads-revealed.ts#revealedCandidate')
})

/** The product with this file changed. */
const withPlanted = (path: string, change: (text: string) => string): Source[] =>
  product.map((source) => (source.path === path ? { path, text: change(source.text) } : source))
const CARDS = 'server/proposals/reads-cards.ts'

test('the law bites: a name spread into the anonymous card, however it comes there', () => {
  const spread = (text: string) =>
    text.replace('    const head = ', '    const who = await whoIs(db, row.newcomerId)\n    const head = ')
  const planted = withPlanted(
    CARDS,
    (text) => `import { identityOf as whoIs } from '#server/newcomers/reads.ts'\n${spread(text)}`,
  )
  expect(namingReads(planted)).toContain(`${CARDS}#cardsOf`)

  const viaTheTable = withPlanted(
    CARDS,
    (text) =>
      `import * as people from '#db/schema/newcomers.ts'\n${text.replace('    const head = ', '    void people\n    const head = ')}`,
  )
  expect(namingReads(viaTheTable)).toContain(`${CARDS}#cardsOf`)

  const viaAnother = withPlanted(
    'server/proposals/reads-own.ts',
    (text) => `export { identityOf as whoIs } from '#server/newcomers/reads.ts'\n${text}`,
  ).map((source) =>
    source.path === CARDS
      ? { ...source, text: `import { whoIs } from './reads-own.ts'\n${spread(source.text)}` }
      : source,
  )
  expect(namingReads(viaAnother)).toContain(`${CARDS}#cardsOf`)
})

/** Every file of the server that names the table or its read, and for whom. */
const READERS: Record<string, string> = {
  'server/newcomers/create-newcomer.ts': 'the coach writes the profile',
  'server/newcomers/write-section.ts': 'the coach writes the profile',
  'server/newcomers/reads.ts': 'the own profile, and identityOf',
  'server/newcomers/reads-caseload.ts': 'the own coach',
  'server/newcomers/reads-caseload-search.ts': 'the own coach, whether part of a name fits',
  'server/proposals/reads.ts': 'the own coach',
  'server/proposals/reads-list.ts': 'the own coach',
  'server/proposals/reads-match.ts': 'the own coach',
  'server/proposals/reads-revealed.ts': 'the employer after a yes',
  'server/placements/reads.ts': 'the own coach; the employer after a yes, while the placement runs',
  'server/privacy/person-data-profile.ts': 'the own copy, and erasure',
  'server/privacy/sweep-retention.ts': 'only whether there is one',
  'server/platform/sealed-fields.ts': 'which columns are sealed; turns them to another key, and shows nobody anything',
  'server/accounts/open-newcomer-account.ts': 'the newcomer',
  'server/accounts/sync-newcomer-account.ts': 'the newcomer',
  'server/accounts/reads-card.ts': 'the own coach, who prints the access card',
}

test('identities are read in the files listed here', () => {
  const readers = server
    // In code, not in a comment that says where names are not.
    .filter(({ text }) =>
      /^(?!\s*(\*|\/\*|\/\/)).*(\b(newcomerIdentities|identityOf)\b|newcomer_identities)/m.test(text),
    )
    .map(({ path }) => path)
  expect(readers.sort()).toEqual(Object.keys(READERS).sort())
  // The card with which a newcomer signs in is for the newcomer's own hand; no employer sees it.
  const cards = server.filter(({ path }) => /anonymous|card/.test(path) && !path.startsWith('server/accounts/'))
  expect(hits(cards, /newcomerIdentities|identityOf|givenName|familyName/)).toEqual([])
})
