import { z } from 'zod'
import { AREA_SETTINGS, type AreaSetting } from '#db/values/matching.ts'

const boolean = z.enum(['1', '0', 'true', 'false', '']).transform((value) => value === '1' || value === 'true')

const Env = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    /** `production` switches demo personas off for good, whatever DEMO says. */
    INSTROOM_MODE: z.enum(['demo', 'production']).default('production'),
    DEMO: boolean.default(false),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, 'must start with redis://')
      .optional(),
    QUEUE_BACKEND: z.enum(['redis', 'postgres']).optional(),
    QUEUE_PREFIX: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('instroom'),
    MEILI_URL: z.url().optional(),
    MEILI_KEY: z.string().optional(),
    MEILI_PREFIX: z
      .string()
      .regex(/^[a-z0-9_-]*$/)
      .default(''),
    PUBLIC_ORIGIN: z.url().transform((value) => new URL(value).origin),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** How many proxies of ours stand before the site; only then `X-Forwarded-For` counts. */
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
    SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp://')
      .optional(),
    MAIL_FROM: z.string().default('Instroom <no-reply@instroom.example>'),
    /** One live allocator for everybody, or one for each labour market region (docs/adr/0011). */
    MATCHING_AREAS: z.enum(AREA_SETTINGS).default('one'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .transform((raw) => {
    const demo = raw.INSTROOM_MODE !== 'production' && raw.DEMO
    return {
      databaseUrl: raw.DATABASE_URL,
      redisUrl: raw.REDIS_URL,
      queueBackend: raw.QUEUE_BACKEND ?? (raw.REDIS_URL ? ('redis' as const) : ('postgres' as const)),
      queuePrefix: raw.QUEUE_PREFIX,
      meili: raw.MEILI_URL ? { url: raw.MEILI_URL, key: raw.MEILI_KEY ?? '', prefix: raw.MEILI_PREFIX } : null,
      publicOrigin: raw.PUBLIC_ORIGIN,
      host: raw.HOST,
      port: raw.PORT,
      trustedProxyHops: raw.TRUSTED_PROXY_HOPS,
      sessionSecret: raw.SESSION_SECRET,
      smtpUrl: raw.SMTP_URL,
      mailFrom: raw.MAIL_FROM,
      logLevel: raw.LOG_LEVEL,
      demo,
    }
  })
export type Env = z.infer<typeof Env>

/** Only these parts may be absent: a migration needs the database and nothing else. */
const COMMAND_DEFAULTS = {
  PUBLIC_ORIGIN: 'http://localhost:3000',
  SESSION_SECRET: 'only-for-commands-that-serve-no-page',
}

/** Without what is not set: an empty value (`PUBLIC_ORIGIN=`) says nothing, and hides no default. */
const setOf = (source: NodeJS.ProcessEnv): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))

function parse(set: Record<string, string | undefined>): Env {
  const result = Env.safeParse(set)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`These settings are missing or wrong (see .env.example):\n${lines.join('\n')}`)
}

/**
 * Reads the settings for a command (migrate, seed, import, rebuild).
 * @throws Error that names each wrong or missing variable in one line
 */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env =>
  parse({ ...COMMAND_DEFAULTS, ...setOf(source) })

/** Reads the settings for a process that serves people: nothing may be left to a default that is a secret or an address. */
export const readServingEnv = (source: NodeJS.ProcessEnv = process.env): Env => parse(setOf(source))

/** How the live allocation is cut; commands ask for it wherever they run. `readEnv` has said so when the value is wrong. */
export const areaSetting = (source: NodeJS.ProcessEnv = process.env): AreaSetting =>
  source['MATCHING_AREAS'] === 'regions' ? 'regions' : 'one'
