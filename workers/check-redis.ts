import { Redis } from 'ioredis'
import { log } from '#server/platform/log.ts'

/** A Redis that may throw jobs away when it is full. */
export class RedisEvicts extends Error {
  override name = 'RedisEvicts'
  constructor(policy: string) {
    super(
      `Redis has maxmemory-policy ${policy}: it would throw jobs away. Set it to noeviction (reliability.md, fault 5) and start again.`,
    )
  }
}

/**
 * Waits until Redis answers, however long that takes, and looks whether it keeps what it is given.
 *
 * @param url of the Redis server
 * @param signal ends the waiting
 * @throws RedisEvicts when its maxmemory-policy is anything but noeviction
 */
export async function checkRedis(url: string, signal: AbortSignal): Promise<void> {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(2_000, 100 * times),
  })
  let said = false
  redis.on('error', (error: Error & { code?: string }) => {
    if (!said)
      log.warn({ code: error.code ?? error.name }, 'workers: Redis is not there yet; events wait in the outbox')
    said = true
  })
  signal.addEventListener('abort', () => redis.disconnect(), { once: true })
  try {
    const memory = await redis.info('memory')
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'unknown'
    if (policy !== 'noeviction') throw new RedisEvicts(policy)
  } finally {
    redis.disconnect()
  }
}
