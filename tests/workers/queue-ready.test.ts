import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openQueues } from '#workers/queues.ts'
import { type Home, ownDatabase, until } from './services.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })
let home: Home
beforeAll(async () => {
  home = await ownDatabase()
})
afterAll(() => home.close())

test('a worker whose first look at the queue failed is made anew, and leaves the process its time', async () => {
  // Something of another hand stands where the queue makes its own.
  await home.sql`create schema bullmq`
  await home.sql`create type bullmq.job_state as enum ('other')`
  const queues = openQueues({
    queueBackend: 'postgres',
    databaseUrl: home.url,
    redisUrl: undefined,
    queuePrefix: 'ready',
  })
  const done: number[] = []
  try {
    queues.work('people', 1, async (job) => void done.push(job.data.event))
    const before = process.cpuUsage()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const { user, system } = process.cpuUsage(before)
    // It asks again with growing pauses. Asking without one takes all the time there is, and this line is not reached.
    expect((user + system) / 1e6).toBeLessThan(1.2)
    await home.sql`drop type bullmq.job_state`
    const job = { name: 'test', data: { v: 1 as const, event: 7, name: 'newcomer.updated', ids: {} }, opts: {} }
    await until(
      'the queue takes a job',
      () =>
        queues.add('people', [job]).then(
          () => true,
          () => false,
        ),
      10_000,
    )
    await until('the worker does it', () => done.length === 1)
    expect(done).toEqual([7])
  } finally {
    await queues.close(true)
  }
})
