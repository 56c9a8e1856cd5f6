import { expect, test } from 'vitest'
import { MATCH_EFFECTS } from '#server/proposals/rules-match-events.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

test('the comparison of day and night waits for every event that the live allocator hears of', () => {
  const heard = Object.entries(SUBSCRIPTIONS).flatMap(([name, jobs]) =>
    jobs.filter((job) => job.name.startsWith('match-')).map((job) => `${name} ${job.name}`),
  )
  expect(MATCH_EFFECTS.map((one) => `${one.name} ${one.effect}`).sort()).toEqual(heard.sort())
})
