import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { LANGUAGE_SKILLS, type LanguageSkill, LEARNER_PROFILES, LEVELS } from '#db/values/language.ts'
import { projectedLevel, rankOf } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { meiliSearch } from '#server/search/meili.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { LAST_HIT } from '#server/search/rules-ask.ts'
import { reachMonths } from '#server/search/rules-encode.ts'
import { newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { storedNewcomer } from '#server/search/stored.ts'
import { NOW } from '#tests/make/rooms.ts'
import { newcomerDocument, some } from '#tests/make/search-random.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 16 of search.md, section 12: who is found by a level in a month is who the rules of matching expect to have it then. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
const [PROFILES, MONTHS] = [500, 24]
let home: Home
let server: SearchServer | null
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]

const day = fc.integer({ min: dayNumber('2025-06-01'), max: dayNumber('2027-12-31') }).map(dateOf)
const course = fc.record({
  skills: some<LanguageSkill>(LANGUAGE_SKILLS, 4),
  hoursPerWeek: fc.integer({ min: 1, max: 30 }),
  startsOn: day,
  endsOn: fc.constant(null),
  attendance: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  profile: fc.constantFrom(...LEARNER_PROFILES),
})
const spoken = fc.option(fc.record({ level: fc.constantFrom(...LEVELS), assessedOn: day }), { nil: null })
const raw = fc.record({
  dutch: fc.record({ listening: spoken, speaking: spoken, reading: spoken, writing: spoken }),
  courses: fc.array(course, { maxLength: 3 }),
})
type Raw = typeof raw extends fc.Arbitrary<infer R> ? R : never
const people = new Map<string, Raw>()
const trainedIn = (skill: LanguageSkill, { courses }: Raw) => courses.filter((one) => one.skills.includes(skill))

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  const documents = Array.from({ length: PROFILES }, (_, at) => {
    const [made] = fc.sample(fc.tuple(newcomerDocument(at), raw), { numRuns: 1, seed: at + 1 })
    if (!made) throw new Error('no profile')
    const [document, one] = made
    people.set(document.id, one)
    const reach = (skill: LanguageSkill) => reachMonths(one.dutch[skill], trainedIn(skill, one))
    return storedNewcomer({
      ...document,
      scope: ['m:GM0344', 'c:x'],
      region: ['nl', 'gm0344'],
      dutch: one.dutch,
      reach: {
        listening: reach('listening'),
        speaking: reach('speaking'),
        reading: reach('reading'),
        writing: reach('writing'),
      },
    })
  })
  await postgresSearch(home.db, NOW).put('newcomers', documents)
  if (!server) return
  const build = await meiliSearch(server.settings).build('newcomers')
  await build.put(documents)
  await build.goLive()
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

test.for(engines)('16: levels by month on %s: 500 profiles, 24 months', async ([_name, port], { skip }) => {
  const engine = port() ?? skip('no Meilisearch')
  let grown = 0
  for (let ahead = 0; ahead <= MONTHS; ahead++) {
    const [year, month] = [2026 + Math.floor((10 + ahead) / 12), ((10 + ahead) % 12) + 1]
    const by = `${year}-${String(month).padStart(2, '0')}`
    const lastDay = dateOf(
      dayNumber(`${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, '0')}-01`) - 1,
    )
    for (const skill of LANGUAGE_SKILLS) {
      const expected = new Map<string, number>()
      for (const [id, one] of people) {
        const known = one.dutch[skill]
        if (!known) continue
        const level = projectedLevel(known.level, trainedIn(skill, one), lastDay, known.assessedOn, MATCHING_POLICY)
        expected.set(id, rankOf(level))
        if (level !== known.level) grown++
      }
      for (const level of LEVELS) {
        const found = await engine.search({
          ...newcomerAsk({ municipality: 'GM0344', dutch: { skill, level, by } }),
          perPage: LAST_HIT,
        })
        const right = [...expected].flatMap(([id, rank]) => (rank >= rankOf(level) ? [id] : []))
        expect([...found.ids].sort(), `${skill} ${level} by ${by}`).toEqual(right.sort())
      }
    }
  }
  expect(grown).toBeGreaterThan(PROFILES)
})
