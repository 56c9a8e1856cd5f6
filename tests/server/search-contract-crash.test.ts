import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { isBehind, markMended, meiliOf, writeMeili } from '#server/search/choose.ts'
import { differences, sameMark } from '#server/search/differences.ts'
import { INDEX_SETTINGS, indexNameOf } from '#server/search/meili-settings.ts'
import type { Mark, Stored } from '#server/search/port.ts'
import type { Ask } from '#server/search/rules-ask.ts'
import { aMeiliProcess, hasSmallDisk } from '#tests/make/meili-process.ts'
import { type Answered, requestsTo } from '#tests/make/meili-requests.ts'
import { someStoredNewcomer } from '#tests/make/search-documents.ts'
import { hasMeili } from '#tests/workers/services.ts'

/** Contract 23 of search.md, section 12: killed in the middle of a large import, and a disk that is full. */
vi.setConfig({ testTimeout: 240_000 })
const TERMS = [
  { isco: '5120', labels: { nl: 'kok', en: 'cook', ar: 'طباخ' }, searchText: 'kok cook طباخ' },
  { isco: '7512', labels: { nl: 'bakker', en: 'baker', ar: 'خباز' }, searchText: 'bakker baker خباز' },
]
const NAME = indexNameOf('', 'newcomers')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const documentsFrom = (first: number, count: number): Stored[] =>
  Array.from({ length: count }, (_, at) => someStoredNewcomer(first + at, TERMS))
const markOf = (one: Stored): [string, Mark] => [one.id, { version: one.v, hash: one.h }]
const EQUAL = { extra: [], missing: [], other: [] }
const everybody: Ask = {
  index: 'newcomers',
  q: '',
  must: [],
  groups: {},
  facets: {},
  counts: {},
  order: null,
  browse: null,
  page: 1,
  perPage: 20,
}

test.skipIf(!hasMeili())(
  'killed in the middle of an import of 50,000: it goes on where it was, and nothing differs',
  async () => {
    const [whole, part] = [50_000, 2_500]
    const server = await aMeiliProcess()
    closing.push(() => server.close())
    await server.start()
    const { ask, ended, anIndex } = requestsTo(server.settings)
    await anIndex(NAME, INDEX_SETTINGS.newcomers, [])
    const right = new Map<string, Mark>()
    const sent: Answered[] = []
    const send = async (): Promise<void> => {
      const documents = documentsFrom(right.size, part)
      for (const one of documents) right.set(...markOf(one))
      sent.push(await ask('POST', `/indexes/${NAME}/documents`, documents))
    }
    await send()
    for (const first of sent) expect((await ended(first))['status']).toBe('succeeded')
    while (sent.length * part < whole / 2) await send()
    let unfinished = 0
    for (let tries = 0; tries < 4 && unfinished === 0; tries++) {
      await Promise.all([send(), send()])
      await server.kill()
      await server.start()
      unfinished = Number((await ask('GET', '/tasks?statuses=enqueued,processing')).body['total'])
    }
    expect(unfinished).toBeGreaterThan(0)
    // Searches are answered meanwhile, from what was committed.
    const meanwhile = (await meiliOf(server.settings).search(everybody)).total
    expect(meanwhile).toBeGreaterThan(0)
    expect(meanwhile).toBeLessThanOrEqual(right.size)
    while (sent.length * part < whole) await send()
    for (const one of sent) expect((await ended(one))['status']).toBe('succeeded')
    expect(right.size).toBe(whole)
    expect(differences(right, (await meiliOf(server.settings).marks('newcomers')) ?? new Map(), sameMark)).toEqual(
      EQUAL,
    )
  },
)

const isFillable = hasMeili() && hasSmallDisk()
test.skipIf(!isFillable)(
  'a full disk halts writes and no search; when there is room again it goes on by itself',
  async () => {
    const server = await aMeiliProcess({ disk: { size: 320, taken: 240 } })
    closing.push(() => server.close())
    await server.start()
    const { settings } = server
    const { ask, ended, anIndex } = requestsTo(settings)
    await anIndex(NAME, INDEX_SETTINGS.newcomers, documentsFrom(0, 500))
    const sent: Answered[] = []
    let refused: Answered | null = null
    /** Whether the last task stands still and the disk was full meanwhile. */
    const halted = async (): Promise<boolean> => {
      const last = sent.at(-1)
      if (refused || !last) return refused !== null
      let isDone = false
      const done = ended(last).then(() => {
        isDone = true
      })
      let least = server.room()
      for (const began = Date.now(); !isDone && (Date.now() - began < 4_000 || least > 4); ) {
        await Promise.race([done, wait(10)])
        least = Math.min(least, server.room())
      }
      return !isDone
    }
    for (let at = 500; !(await halted()); at += 5_000) {
      const one = await ask('POST', `/indexes/${NAME}/documents`, documentsFrom(at, 5_000))
      if (one.status === 202) sent.push(one)
      else refused = one
    }
    // A task that meets a full disk is tried again and again and never fails; a payload that does not fit is refused as malformed.
    if (refused) expect([400, 422]).toContain(refused['status'])
    const statuses = ((await ask('GET', '/tasks')).body['results'] as { status: string }[]).map((task) => task.status)
    expect(statuses).not.toContain('failed')
    expect((await ask('GET', '/health')).body).toEqual({ status: 'available' })
    const during = await meiliOf(settings).search(everybody)
    expect(during.total).toBeGreaterThanOrEqual(500)
    const late = documentsFrom(1_000_000, 1)
    // A process that starts is behind by itself; here only this write may make it so.
    markMended(settings)
    expect(isBehind(settings)).toBe(false)
    const writing = writeMeili(settings, (port) => port.put('newcomers', late))
    await wait(2_000)
    server.giveBack()
    for (const one of sent) expect((await ended(one))['status']).toBe('succeeded')
    const isWritten = await writing
    expect(isWritten || isBehind(settings)).toBe(true)
    const copy = (await meiliOf(settings).marks('newcomers')) ?? new Map<string, Mark>()
    if (isWritten) expect(late.every((one) => copy.has(one.id))).toBe(true)
    await meiliOf(settings).put('newcomers', late)
    expect((await meiliOf(settings).search(everybody)).total).toBe(500 + 5_000 * sent.length + 1)
  },
)
if (!hasMeili())
  console.info('Skipped: killing an import and filling the disk of Meilisearch (no meilisearch on the PATH).')
else if (!hasSmallDisk())
  console.info(
    'Skipped: filling the disk of Meilisearch (this machine lets nobody mount a disk of memory in a namespace).',
  )
