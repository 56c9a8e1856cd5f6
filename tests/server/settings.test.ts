import { describe, expect, test } from 'vitest'
import { readEnv, readServingEnv } from '#server/platform/env.ts'

/** The tests' own environment has more in it; these are all there is. */
const only = (values: Record<string, string>) => values as NodeJS.ProcessEnv

const DATABASE_URL = 'postgres://postgres@127.0.0.1:5432/instroom'
const SERVED = {
  DATABASE_URL,
  PUBLIC_ORIGIN: 'https://instroom.example/',
  SESSION_SECRET: '0123456789012345678901234567890123456789',
  SEAL_KEYS: `1:${'5e'.repeat(32)}`,
  DATA_PROTECTION_EMAIL: 'fg@voorbeeld.example',
}

describe('settings', () => {
  test('an empty value is as good as none: a command keeps its defaults', () => {
    const plain = readEnv(only({ DATABASE_URL }))
    expect(plain).toMatchObject({ publicOrigin: 'http://localhost:3000', port: 3000, demo: false })
    const empty = Object.fromEntries(
      ['PUBLIC_ORIGIN', 'SESSION_SECRET', 'REDIS_URL', 'MEILI_URL', 'PORT', 'DEMO', 'HOST', 'SMTP_URL'].map((name) => [
        name,
        '',
      ]),
    )
    expect(readEnv(only({ DATABASE_URL, ...empty }))).toEqual(plain)
  })

  test('a process that serves people has no default for its address and its secret, empty or absent', () => {
    expect(readServingEnv(only(SERVED))).toMatchObject({ publicOrigin: 'https://instroom.example' })
    for (const name of [
      'PUBLIC_ORIGIN',
      'SESSION_SECRET',
      'DATABASE_URL',
      'SEAL_KEYS',
      'DATA_PROTECTION_EMAIL',
    ] as const) {
      const { [name]: _gone, ...rest } = SERVED
      expect(() => readServingEnv(only(rest))).toThrow(name)
      expect(() => readServingEnv(only({ ...SERVED, [name]: '' }))).toThrow(name)
    }
  })

  test('only the demo seals with a key of its own making, and no message says a key', () => {
    const { SEAL_KEYS: _gone, ...rest } = SERVED
    expect(readServingEnv(only({ ...rest, INSTROOM_MODE: 'demo' })).sealKeys.current).toBe(0)
    expect(readEnv(only(rest)).sealKeys.current).toBeNull()
    const key = 'ab'.repeat(31)
    expect(() => readServingEnv(only({ ...SERVED, SEAL_KEYS: `1:${key}` }))).toThrow(/^(?!.*abab)[\s\S]*SEAL_KEYS: /)
  })

  test('a site for real people says who hears of a file that was opened in an emergency; the demo and commands need not', () => {
    const { DATA_PROTECTION_EMAIL: _gone, ...rest } = SERVED
    const said = 'DATA_PROTECTION_EMAIL: must be set outside the demo'
    expect(() => readServingEnv(only({ ...rest, INSTROOM_MODE: 'production' }))).toThrow(said)
    expect(() => readServingEnv(only({ ...rest, SEAL_KEYS: '' }))).toThrow(/SEAL_KEYS: .*\n {2}DATA_PROTECTION_EMAIL: /)
    expect(() => readServingEnv(only({ ...SERVED, DATA_PROTECTION_EMAIL: 'fg' }))).toThrow('DATA_PROTECTION_EMAIL')
    expect(() => readServingEnv(only({ ...rest, INSTROOM_MODE: 'demo' }))).not.toThrow()
    expect(() => readEnv(only(rest))).not.toThrow()
  })

  test('an identity provider has all of its settings, or there is none', () => {
    const all = {
      OIDC_ISSUER: 'https://broker.example',
      OIDC_CLIENT_ID: 'instroom',
      OIDC_CLIENT_SECRET: 'geheim',
      OIDC_NAME: 'DigiD',
      OIDC_ACR_VALUES: 'urn:loa:substantial, urn:loa:high',
    }
    expect(readEnv(only({ DATABASE_URL })).identityProvider).toBeNull()
    expect(readEnv(only({ DATABASE_URL, ...all })).identityProvider).toMatchObject({
      name: 'DigiD',
      levels: ['urn:loa:substantial', 'urn:loa:high'],
    })
    for (const gone of Object.keys(all))
      expect(() => readEnv(only({ DATABASE_URL, ...all, [gone]: '' })), gone).toThrow('OIDC_ISSUER')
  })

  test('every setting that is wrong is named, each in a line', () => {
    expect(() => readEnv(only({ DATABASE_URL: 'mysql://x', PORT: '99999' }))).toThrow(/DATABASE_URL: .*\n {2}PORT: /)
  })
})
