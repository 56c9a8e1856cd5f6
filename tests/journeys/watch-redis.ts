import { Redis } from 'ioredis'

/** Listens to every command that a Redis gets, so that a job is seen although it is gone a moment later. */
export async function watchRedis(url: string): Promise<{ said(): string; kept(): Promise<string>; close(): void }> {
  const redis = new Redis(url)
  const monitor = await redis.monitor()
  const commands: string[] = []
  monitor.on('monitor', (_time: string, words: string[]) => commands.push(words.join(' ')))
  return {
    said: () => commands.join('\n'),
    /** What is in there now, by type: DUMP would pack long texts, and packed text cannot be searched. */
    kept: async () => {
      const parts: string[] = []
      for await (const keys of redis.scanStream({ count: 500 }))
        for (const key of keys as string[]) parts.push(`${key} ${JSON.stringify(await contentOf(redis, key))}`)
      return parts.join('\n')
    },
    close() {
      monitor.disconnect()
      redis.disconnect()
    },
  }
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key)
    case 'hash':
      return redis.hgetall(key)
    case 'list':
      return redis.lrange(key, '0', '-1')
    case 'set':
      return redis.smembers(key)
    case 'zset':
      return redis.zrange(key, '0', '-1')
    case 'stream':
      return redis.xrange(key, '-', '+')
    default:
      return null
  }
}
