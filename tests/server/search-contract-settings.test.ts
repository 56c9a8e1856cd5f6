import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { INDEX_SETTINGS, indexNameOf } from '#server/search/meili-settings.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import { searchPositions } from '#server/search/reads.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 2 of search.md, section 12: the settings of a live index are those in code, and other settings are another index. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let server: SearchServer | null
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  for (const title of ['Brood bakken', 'Taart bakken']) await aPosition(home.db, { title })
  if (server) await mendIndex(ctx(), server.settings)
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

test.for(['positions', 'newcomers'] as const)(
  '2: %s: it has the settings that we sent, all of them',
  async (index, { skip }) => {
    const { settings } = server ?? skip('no Meilisearch')
    const { ask } = requestsTo({ url: settings.url, key: keyOf(settings, 'compare') })
    const { body } = await ask('GET', `/indexes/${indexNameOf(settings.prefix, index)}/settings`)
    for (const [name, value] of Object.entries(INDEX_SETTINGS[index]))
      expect(sorted(name, body[name]), name).toEqual(sorted(name, value))
    // What we do not set is empty: no embedders for one.
    for (const [name, value] of Object.entries(body))
      if (!Object.hasOwn(INDEX_SETTINGS[index], name)) expect(Object.keys(value ?? {}), name).toEqual([])
  },
)

test('words that people use find what the labels call otherwise, one way', async ({ skip }) => {
  const { settings, master } = server ?? skip('no Meilisearch')
  const { anIndex, found } = requestsTo({ url: settings.url, key: master })
  const pairs = [
    ['ict', 'automatisering'],
    ['vca', 'veiligheid'],
    ['heftruck', 'vorkheftruck'],
    ['poetsen', 'schoonmaak'],
    ['poetshulp', 'schoonmaker'],
    ['creche', 'kinderopvang'],
  ]
  const texts = pairs.flatMap(([asked, meant], at) => [
    { id: `${at}-asked`, title: asked, tie: at },
    { id: `${at}-meant`, title: meant, tie: at },
  ])
  const uid = await anIndex(`${settings.prefix}synonyms`, INDEX_SETTINGS.positions, texts)
  for (const [at, [asked = '', meant = '']] of pairs.entries()) {
    expect(await found(uid, asked), asked).toEqual([`${at}-asked`, `${at}-meant`])
    const otherWay = await found(uid, meant)
    expect(otherWay, meant).toContain(`${at}-meant`)
    expect(otherWay, meant).not.toContain(`${at}-asked`)
  }
})

test('other settings are another index: the live one is not touched, Postgres answers until the new one is built', async ({
  skip,
}) => {
  const { settings, master } = server ?? skip('no Meilisearch')
  const { ask } = requestsTo({ url: settings.url, key: master })
  const find = () => searchPositions(home.db, settings, { q: 'bakken' })
  const synonymsOf = async (uid: string) => (await ask('GET', `/indexes/${uid}/settings/synonyms`)).body
  const before = indexNameOf(settings.prefix, 'positions')
  const { synonyms = null } = INDEX_SETTINGS.positions
  expect((await find()).engine).toBe('meilisearch')
  try {
    INDEX_SETTINGS.positions.synonyms = { ...synonyms, bakkerij: ['broodfabriek'] }
    const after = indexNameOf(settings.prefix, 'positions')
    expect(after).not.toBe(before)
    const meanwhile = await find()
    expect([meanwhile.engine, meanwhile.ids.length]).toEqual(['postgres', 2])
    expect(await synonymsOf(before)).toEqual(synonyms)
    expect((await ask('GET', `/indexes/${after}`)).status).toBe(404)
    await mendIndex(ctx(), settings)
    const built = await find()
    expect([built.engine, built.ids.length]).toEqual(['meilisearch', 2])
    expect(await synonymsOf(after)).toMatchObject({ bakkerij: ['broodfabriek'] })
    expect((await ask('GET', `/indexes/${before}`)).status).toBe(404)
  } finally {
    INDEX_SETTINGS.positions.synonyms = synonyms
  }
})

/** Settings as sets where the server keeps no order. */
function sorted(name: string, value: unknown): unknown {
  if (name === 'sortableAttributes') return [...(value as string[])].sort()
  if (name !== 'filterableAttributes') return value
  const rules = (value as (string | { attributePatterns: string[] })[]).map((one) =>
    typeof one === 'string' ? one : { ...one, attributePatterns: [...one.attributePatterns].sort() },
  )
  return rules.sort((one, other) => (firstOf(one) < firstOf(other) ? -1 : 1))
}
const firstOf = (rule: string | { attributePatterns: string[] }): string =>
  typeof rule === 'string' ? rule : (rule.attributePatterns[0] ?? '')
