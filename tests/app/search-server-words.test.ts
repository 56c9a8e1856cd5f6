import { afterAll, beforeAll, expect, test } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { markMended } from '#server/search/choose.ts'
import { keyOf, type Purpose } from '#server/search/meili-keys.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { aWayTo, WAYS, type Way } from '#tests/make/meili-proxy.ts'
import { ctxOf } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

/** Contract 25 of search.md, section 12: what a browser gets knows nothing of the server that searches, however that server answers. */
let server: SearchServer | null
let to: Awaited<ReturnType<typeof aWayTo>>
let site: PeopledSite

beforeAll(async () => {
  server = await searchServer()
  if (!server) return
  to = await aWayTo(server.settings)
  site = await aPeopledSite({ meili: to.settings })
  await rebuildIndex(ctxOf(site.home.db, WORKER), server.settings)
})
afterAll(async () => {
  await site?.close()
  await to?.stop()
  await server?.close()
})

const PURPOSES: Purpose[] = ['search-positions', 'search-newcomers', 'write', 'build', 'compare']
const refusal =
  (status: number, code: string): Way =>
  (_, response) => {
    const body = {
      message: 'The server says zeldzaamwoord',
      code,
      type: 'auth',
      link: 'https://docs.meilisearch.com/errors',
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
const ways: [string, Way][] = [
  ['works', 'through'],
  ['does not know the key', refusal(403, 'invalid_api_key')],
  ['does not know the index', refusal(404, 'index_not_found')],
  ['does not understand', refusal(400, 'invalid_search_filter')],
  ['is a proxy with a page of its own', WAYS.html502],
]

test.for(ways)('a page is that of search alone while the server %s', async ([_name, way], { skip }) => {
  if (!server) return skip('no Meilisearch')
  const { settings } = server
  const pages: [string, string | undefined][] = [
    ['/nl/plekken?q=bakken', undefined],
    ['/nl/plekken?q=xqzwv&sector=care', undefined],
    ['/coach/gemeente?werk=bakker', site.own.coach],
    ['/coach/deelnemers?werk=bakker', site.own.coach],
    [`/coach/deelnemers/${site.existing.newcomer}/plekken?q=bakken`, site.own.coach],
  ]
  const secrets = [
    settings.key,
    ...PURPOSES.map((purpose) => keyOf(settings, purpose)),
    new URL(to.settings.url).host,
    indexNameOf(settings.prefix, 'positions'),
    indexNameOf(settings.prefix, 'newcomers'),
  ].filter(Boolean)
  to.be(way)
  for (const [path, cookie] of pages) {
    // Not left alone for what it did before: each page asks it.
    markMended(to.settings)
    to.asked.length = 0
    const { status, text, headers } = await site.get(path, cookie)
    expect(status, path).toBe(200)
    expect(to.asked.length, path).toBeGreaterThan(0)
    for (const secret of secrets) expect(`${text} ${JSON.stringify(headers)}`.includes(secret), path).toBe(false)
    expect(text, path).not.toMatch(/meili|zeldzaamwoord|index_not_found|invalid_api_key|invalid_search/i)
  }
})
