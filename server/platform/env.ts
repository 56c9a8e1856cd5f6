import { z } from 'zod'
import { AREA_SETTINGS, type AreaSetting } from '#db/values/matching.ts'
import { demoKeyRing, NO_KEYS, readKeyRing } from './seal.ts'

const boolean = z.enum(['1', '0', 'true', 'false', '']).transform((value) => value === '1' || value === 'true')

/** `SEAL_KEYS` as a ring of keys; a wrong one is a line among the others, and no key is ever said. */
const sealKeys = z.string().transform((text, context) => {
  try {
    return readKeyRing(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

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
    /** Keys for what is kept sealed, newest first: `2:<64 hex digits>,1:<64 hex digits>`. */
    SEAL_KEYS: sealKeys.optional(),
    /** Secrets of the audit, the newest first; without them one is made of SESSION_SECRET (server/audit/keys). */
    AUDIT_KEYS: z
      .string()
      .refine((value) => value.split(',').every((one) => one.length >= 32), 'each must have at least 32 characters')
      .optional(),
    /** One identity provider (a broker of DigiD or eHerkenning): all five of these, or none. */
    OIDC_ISSUER: z.url().optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** How people call it: DigiD. */
    OIDC_NAME: z.string().max(40).optional(),
    /** The levels that are sure enough, by commas, as `acr` names them. */
    OIDC_ACR_VALUES: z.string().optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp://')
      .optional(),
    /** Where `/.well-known/security.txt` sends who found a weakness. */
    SECURITY_CONTACT: z
      .string()
      .regex(/^(mailto:|https:\/\/)\S+$/, 'must start with mailto: or https://')
      .default('https://github.com/instroom/instroom/security/advisories/new'),
    /** Who hears of a file that was opened in an emergency (docs/adr/0020); a site for real people has one (`readServingEnv`). */
    DATA_PROTECTION_EMAIL: z.email().optional(),
    MAIL_FROM: z.string().default('Instroom <no-reply@instroom.example>'),
    /** How much more than the policy (server/access/quotas.ts) may be asked; 1 but for load tests. */
    QUOTA_FACTOR: z.coerce.number().min(0.001).max(1_000_000).default(1),
    /** One live allocator for everybody, or one for each labour market region (docs/adr/0011). */
    MATCHING_AREAS: z.enum(AREA_SETTINGS).default('one'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .transform((raw, context) => {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = raw
    const { OIDC_NAME: name, OIDC_ACR_VALUES: levels } = raw
    const provider =
      issuer && clientId && clientSecret && name && levels
        ? { issuer, clientId, clientSecret, name, levels: levels.split(',').map((level) => level.trim()) }
        : null
    if (provider === null && (issuer || clientId || clientSecret || name || levels))
      context.addIssue({ code: 'custom', path: ['OIDC_ISSUER'], message: 'needs the other four OIDC_ settings too' })
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
      sealKeys: raw.SEAL_KEYS ?? (raw.INSTROOM_MODE === 'production' ? NO_KEYS : demoKeyRing(raw.SESSION_SECRET)),
      /** Where people can sign in besides here; null = nowhere. */
      identityProvider: provider,
      smtpUrl: raw.SMTP_URL,
      mailFrom: raw.MAIL_FROM,
      securityContact: raw.SECURITY_CONTACT,
      quotaFactor: raw.QUOTA_FACTOR,
      logLevel: raw.LOG_LEVEL,
      /** For real people: what only a demo may do ends the start. */
      production: raw.INSTROOM_MODE === 'production',
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
export function readServingEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const env = parse(setOf(source))
  const lines = [
    ...(env.sealKeys.current === null ? ['  SEAL_KEYS: must be set outside the demo'] : []),
    ...(source['INSTROOM_MODE'] !== 'demo' && protectionAddress(source) === null
      ? ['  DATA_PROTECTION_EMAIL: must be set outside the demo: who hears of a file that was opened in an emergency']
      : []),
  ]
  if (lines.length > 0) throw new Error(`These settings are missing or wrong (see .env.example):\n${lines.join('\n')}`)
  return env
}

/** How the live allocation is cut; commands ask for it wherever they run. `readEnv` has said so when the value is wrong. */
export const areaSetting = (source: NodeJS.ProcessEnv = process.env): AreaSetting =>
  source['MATCHING_AREAS'] === 'regions' ? 'regions' : 'one'

/** The data protection officer; null = not set. `readEnv` has said so when the value is wrong. */
export const protectionAddress = (source: NodeJS.ProcessEnv = process.env): string | null =>
  source['DATA_PROTECTION_EMAIL'] || null
