import { z } from 'zod'
import { type BROWSERS, type Role, SYSTEMS } from '#db/values/accounts.ts'

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
  /** A card is used at a borrowed phone or the computer of a library. */
  card: { idleMinutes: 20, absoluteHours: 4 },
} as const

/** Codes of an app and recovery codes together, right and wrong: per account. Policy of 2026-11-22 (ASVS 5, 6.6.3). */
export const SECOND_STEP_LIMITS = {
  quarter: { most: 5, seconds: 15 * 60 },
  day: { most: 30, seconds: 24 * 3600 },
} as const
/** How many recovery codes one gets. */
export const RECOVERY_CODES = 10

/** How long a card works, and how many wrong codes lock it for good. Policy of 2026-11-22. */
export const CARD_DAYS = 180
export const CARD_GUESSES = 5
/** Wrong tries of cards from one network: wide, since a whole reception centre may stand behind one address; a number of 80 bits is not guessed. */
export const CARD_LIMIT = { most: 300, seconds: 3600 } as const

/**
 * Mails asked for: per address from one network, per address from anywhere, per network. The first is narrow, so that a stranger
 * elsewhere cannot lock a person out by asking for codes in their name. The last is wide, since a town hall or an asylum centre stands
 * behind one address and everybody there signs in at nine. Policy of 2026-11-22 after access.md, pitfalls.
 */
export const LOGIN_LIMITS = {
  addressAndNetwork: { most: 5, seconds: 15 * 60 },
  address: { most: 20, seconds: 60 * 60 },
  /** From browsers that signed in with this address before: counted apart, so that what strangers ask for does not shut out the owner. */
  knownBrowser: { most: 20, seconds: 60 * 60 },
  network: { most: 300, seconds: 60 * 60 },
} as const

/** How long a browser counts as one that signed in with an address. Policy of 2026-11-22. */
export const KNOWN_BROWSER_DAYS = 180

/** How fresh a proof must be before somebody changes how they sign in. Policy of 2026-11-22 (ASVS 5, 7.5.1). */
const FRESH_MINUTES = 10
/** How long the square of an app may stay on the screen before its first code. */
export const LINK_MINUTES = 30
/** Whether it was proved just now who this is: at sign-in, or by a second step since. */
export const isFresh = ({ provedAt }: { provedAt: Date }, now: Date): boolean =>
  now.getTime() - provedAt.getTime() < FRESH_MINUTES * 60_000

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

/** Another address asked for: by one account, and for one mailbox (so that nobody fills it). Policy of 2026-11-22. */
export const ADDRESS_LIMITS = { account: { most: 5, seconds: 3600 }, mailbox: { most: 3, seconds: 3600 } } as const

/** Whether people change their own address here. That of a newcomer stands in the profile, which the coach keeps. */
export const mayChangeAddress = (role: Role): boolean => role !== 'newcomer'

/** How long the way to an identity provider and back may take, and how often it is taken from one network. */
export const OUTWARD_MINUTES = 10
export const OUTWARD_LIMIT = { most: 300, seconds: 3600 } as const

/** How long a passkey may take to sign a challenge, and how many are asked for: from one network by who signs in, and by one account. */
export const CHALLENGE_MINUTES = 5
export const PASSKEY_LIMIT = { most: 600, seconds: 3600 } as const
export const PASSKEY_ACCOUNT_LIMIT = { most: 60, seconds: 3600 } as const

/** How a browser writes the id of a passkey. */
const BASE64URL = /^[A-Za-z0-9_-]+$/

/** What a browser hands over after a passkey was used, as JSON text; what is in it the library checks. */
export const PasskeyResponse = z
  .string({ error: 'passkey-failed' })
  .max(20_000, 'passkey-failed')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'passkey-failed' })
      return z.NEVER
    }
  })
  .pipe(
    z.looseObject(
      {
        id: z.string().max(1_400).regex(BASE64URL),
        rawId: z.string().max(1_400).regex(BASE64URL),
        type: z.literal('public-key'),
        response: z.record(z.string(), z.unknown()),
      },
      'passkey-failed',
    ),
  )
export type PasskeyResponse = z.output<typeof PasskeyResponse>

/** A code that people choose for their card: six digits, not the ones that everybody tries first. */
export const OwnCardCode = LoginCode.refine(
  (code) => !/^(.)\1{5}$/.test(code) && !'01234567890'.includes(code) && !'09876543210'.includes(code),
  'too-easy',
)

/** Letters and digits of a number or recovery code that people copy from paper: no I, L, O and U, which look like others (Crockford). */
export const PAPER_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What was copied from paper: spaces and dashes go, small letters become capitals, and what looks alike is read as what was printed. */
const copied = (characters: number) =>
  z
    .string({ error: 'required' })
    .max(80, 'invalid')
    .transform((typed) =>
      latinDigits(typed).replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1'),
    )
    .pipe(
      z
        .string()
        .min(1, 'required')
        .regex(new RegExp(`^[${PAPER_ALPHABET}]{${characters}}$`), 'invalid'),
    )

/** Characters of the number of a card (80 bits) and of a recovery code (50 bits). */
export const CARD_CHARACTERS = 16
export const RECOVERY_CHARACTERS = 10
export const CardNumber = copied(CARD_CHARACTERS)
export const RecoveryCode = copied(RECOVERY_CHARACTERS)

/** As it stands on paper: groups of four or five. */
export const grouped = (characters: string): string =>
  (characters.match(characters.length % 5 === 0 ? /.{5}/g : /.{4}/g) ?? [characters]).join('-')

/** Arabic-Indic and Persian digits as Latin ones; all else stays. */
const latinDigits = (typed: string): string =>
  typed.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))

const BROWSER_MARKS: Record<(typeof BROWSERS)[number], RegExp> = {
  edge: /\bEdg/,
  samsung: /SamsungBrowser/,
  firefox: /Firefox|FxiOS/,
  chrome: /Chrome|CriOS/,
  safari: /Safari/,
}
const SYSTEM_MARKS: Record<(typeof SYSTEMS)[number], RegExp> = {
  android: /Android/,
  iphone: /iPhone/,
  ipad: /iPad/,
  windows: /Windows/,
  mac: /Macintosh/,
  linux: /Linux/,
}

/**
 * Browser and system of a device, for the list of one's own sessions: `chrome/android`, `-/-` for what we do not know. No version and
 * no model: those would tell devices of one kind apart.
 *
 * @param userAgent as the browser sends it
 */
export function deviceOf(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, 400)
  const order = ['edge', 'samsung', 'firefox', 'chrome', 'safari'] as const
  const browser = order.find((one) => BROWSER_MARKS[one].test(text)) ?? '-'
  const system = SYSTEMS.find((one) => SYSTEM_MARKS[one].test(text)) ?? '-'
  return `${browser}/${system}`
}

/** The groups of an IPv6 address without leading zeros, so that one address has one spelling. */
const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').map((one) => Number.parseInt(one, 16).toString(16))

/**
 * The network that an internet address is counted by: /48 for IPv6, the site of one house or office; /24 for IPv4, so that nobody gets away by taking the
 * next address of a block. A town hall or an asylum centre stands behind one address, and neighbours share a block: a limit by network alone is wide.
 *
 * @param ip as the socket says it, also `::ffff:192.0.2.1` and `::ffff:c000:201`
 */
export function networkOf(ip: string): string {
  const plain = ip
    .toLowerCase()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '')
  if (plain.includes('.')) return plain.split('.').slice(0, 3).join('.')
  const [head = '', tail] = plain.split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const filled = [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  // An IPv4 address written as IPv6: without this everybody on IPv4 would be one network.
  if (filled.slice(0, 6).join(':') === '0:0:0:0:0:ffff') {
    const [high, low] = filled.slice(6).map((one) => Number.parseInt(one, 16))
    return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8].join('.')
  }
  return filled.slice(0, 3).join(':')
}
