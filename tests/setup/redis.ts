import { randomUUID } from 'node:crypto'

/** The Redis of this test run, or undefined when the machine has none: then ask with `test.skipIf(!redisUrl)`. */
export const redisUrl: string | undefined = process.env['TEST_REDIS_URL'] || undefined

/** A prefix of one's own, so that test files can share one Redis: for QUEUE_PREFIX. */
export const aRedisPrefix = (): string => `test-${randomUUID().slice(0, 8)}`
