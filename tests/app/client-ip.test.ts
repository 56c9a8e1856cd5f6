import { expect, test } from 'vitest'
import { clientIp } from '#app/request/client-ip.ts'
import { readEnv } from '#server/platform/env.ts'

const SOCKET = '10.0.0.1'

test('without proxies of ours the header is not read', () => {
  expect(clientIp(SOCKET, '192.0.2.7', 0)).toBe(SOCKET)
  expect(clientIp(SOCKET, undefined, 1)).toBe(SOCKET)
})

test('counts from the right, so that what a visitor writes is never believed', () => {
  expect(clientIp(SOCKET, '192.0.2.7', 1)).toBe('192.0.2.7')
  expect(clientIp(SOCKET, '1.1.1.1, 192.0.2.7', 1)).toBe('192.0.2.7')
  expect(clientIp(SOCKET, '1.1.1.1, 192.0.2.7,10.0.0.9', 2)).toBe('192.0.2.7')
  expect(clientIp(SOCKET, '2001:db8::7', 1)).toBe('2001:db8::7')
})

test('a header that says less than it should, or no address, is that of the socket', () => {
  expect(clientIp(SOCKET, '192.0.2.7', 2)).toBe(SOCKET)
  for (const odd of ['', 'unknown', '192.0.2.7:443', '999.1.1.1', '192.0.2.7,'])
    expect(clientIp(SOCKET, odd, 1)).toBe(SOCKET)
})

test('TRUSTED_PROXY_HOPS is a small whole number, 0 unless set', () => {
  const base: NodeJS.ProcessEnv = { NODE_ENV: 'test', DATABASE_URL: 'postgres://localhost/x' }
  expect(readEnv(base).trustedProxyHops).toBe(0)
  expect(readEnv({ ...base, TRUSTED_PROXY_HOPS: '2' }).trustedProxyHops).toBe(2)
  for (const odd of ['-1', '1.5', 'all', '11'])
    expect(() => readEnv({ ...base, TRUSTED_PROXY_HOPS: odd })).toThrow('TRUSTED_PROXY_HOPS')
})
