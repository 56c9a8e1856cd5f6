import { z } from 'zod'

/** How long a code of six digits may be used: ASVS 5, 6.5.5 (out of band at most ten minutes). */
export const CODE_MINUTES = 10
/** How often one code may be tried before it is locked. Policy of 2026-11-22. */
export const CODE_ATTEMPTS = 5

/**
 * How long a session lives: idle and in all. Staff work at shared desks, newcomers borrow a phone and must not lose their way.
 * Policy of 2026-11-22 after reliability.md section 5 (ASVS 5, 7.3.1 and 7.3.2).
 */
export const SESSION_LIFE = {
  newcomer: { idleMinutes: 14 * 24 * 60, absoluteHours: 30 * 24 },
  staff: { idleMinutes: 30, absoluteHours: 12 },
} as const

/**
 * Mails asked for: per address from one network, per address from anywhere, per network. The first is narrow, so that a stranger
 * elsewhere cannot lock a person out by asking for codes in their name. The last is wide, since a town hall or an asylum centre stands
 * behind one address and everybody there signs in at nine. Policy of 2026-11-22 after access.md, pitfalls.
 */
export const LOGIN_LIMITS = {
  addressAndNetwork: { most: 5, seconds: 15 * 60 },
  address: { most: 20, seconds: 60 * 60 },
  network: { most: 300, seconds: 60 * 60 },
} as const

/** A mail address as it is typed at sign-in: trimmed and lower case, one address, no quoting (nodemailer's parser never sees more). */
export const LoginEmail = z
  .string({ error: 'required' })
  .trim()
  .min(1, 'required')
  .max(254, 'too-long')
  .toLowerCase()
  .regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'not-an-email',
  )

/** Six digits, however they were written: spaces and the digits of Arabic and Persian keyboards are read as what they mean. */
export const LoginCode = z
  .string({ error: 'required' })
  .max(40, 'invalid')
  .transform((typed) => latinDigits(typed).replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .min(1, 'required')
      .regex(/^[0-9]{6}$/, 'invalid'),
  )

/** Arabic-Indic and Persian digits as Latin ones; all else stays. */
const latinDigits = (typed: string): string =>
  typed.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))

/**
 * The part of an internet address that one household or office shares: /24 for IPv4, /48 for IPv6.
 *
 * @param ip as the socket says it, also `::ffff:192.0.2.1`
 */
export function networkOf(ip: string): string {
  const plain = ip.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (plain.includes('.')) return plain.split('.').slice(0, 3).join('.')
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const filled = [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return filled.slice(0, 3).join(':')
}
