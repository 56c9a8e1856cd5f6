import { and, asc } from 'drizzle-orm'
import { accounts, loginChallenges } from '#db/schema/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { isAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { log } from '#server/platform/log.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { mayEnter } from './reads-standing.ts'
import { CODE_MINUTES, LOGIN_LIMITS, networkOf } from './rules.ts'
import { keyedDigest, knownBrowser, newCode, newToken, sameBytes, tokenHash } from './tokens.ts'

/** The mail that carries a code. Texts per language: the reader may not know Dutch yet. */
const MAIL: Record<ScreenLanguage, { subject: string; text(code: string, link: string): string }> = {
  nl: {
    subject: 'Uw code voor Instroom',
    text: (code, link) =>
      `Uw code is ${code}\n\nTyp de code in het scherm waar u begon. Of open deze link, in dezelfde browser:\n${link}\n\nDe code en de link werken ${CODE_MINUTES} minuten, en samen één keer.\nHebt u niet om een code gevraagd? Dan hoeft u niets te doen. Geef de code aan niemand.`,
  },
  en: {
    subject: 'Your code for Instroom',
    text: (code, link) =>
      `Your code is ${code}\n\nType the code in the screen where you started. Or open this link, in the same browser:\n${link}\n\nThe code and the link work for ${CODE_MINUTES} minutes, and together they work once.\nDid you not ask for a code? Then you need not do anything. Give the code to nobody.`,
  },
  ar: {
    subject: 'رمز الدخول إلى Instroom',
    text: (code, link) =>
      `رمزك هو ${code}\n\nاكتب الرمز في الشاشة التي بدأت منها. أو افتح هذا الرابط في المتصفح نفسه:\n${link}\n\nيعمل الرمز والرابط لمدة ${CODE_MINUTES} دقائق، ولمرة واحدة فقط.\nلم تطلب رمزًا؟ لا داعي لفعل أي شيء. لا تعط الرمز لأي شخص.`,
  },
}

/**
 * Sends a one-time code by mail, with a link that does the same. An unknown address costs the same work and gets the same answer; only the mail is not sent, and nobody
 * waits for a mail (ASVS 5, 6.3.8).
 *
 * @param input `email` as `LoginEmail` gave it, `ip` of the socket, `key` from `accountsKey`, `linkOf` makes an address of ours with a token
 * @param input `known` what the browser kept of an earlier sign-in: many who ask in somebody's name shut out strangers, and not who has it
 * @param input `form` the key of the form that asks, when there is one: then `bindOfForm` says the same bind again
 * @returns `bind`, for a cookie: the code works only in the browser that asked for it
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function startLogin(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: {
    email: string
    ip: string
    key: Buffer
    mailer: Mailer
    linkOf: (token: string) => string
    form?: string
    known?: string | null
  },
): Promise<{ id: string; bind: string }> {
  const { db, now } = ctx
  const bucket = (use: string, value: string) => `${use}:${keyedDigest(input.key, use, value).toString('base64url')}`
  const network = networkOf(input.ip)
  await countAttempt(db, bucket('login-network', network), LOGIN_LIMITS.network, now)
  await countAttempt(db, bucket('login-pair', `${input.email}\0${network}`), LOGIN_LIMITS.addressAndNetwork, now)
  const isKnown = sameBytes(Buffer.from(input.known ?? ''), Buffer.from(knownBrowser(input.key, input.email)))
  await countAttempt(
    db,
    bucket(isKnown ? 'login-known' : 'login-address', input.email),
    isKnown ? LOGIN_LIMITS.knownBrowser : LOGIN_LIMITS.address,
    now,
  )

  const [account] = await db
    .select({ id: accounts.id, language: accounts.language })
    .from(accounts)
    .where(and(isAddress(input.email), mayEnter))
    .orderBy(asc(accounts.createdAt), asc(accounts.id))
    .limit(1)
  const id = crypto.randomUUID()
  const bind = input.form === undefined ? `${id}.${newToken()}` : bindOfForm(input.key, id, input.form)
  const code = newCode()
  const link = newToken()
  await db.insert(loginChallenges).values({
    id,
    accountId: account?.id ?? null,
    bindHash: tokenHash(bind.slice(id.length + 1)),
    codeMac: keyedDigest(input.key, 'login-code', `${id}\0${code}`),
    linkHash: tokenHash(link),
    createdAt: now,
    expiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000),
  })
  if (account) {
    const { subject, text } = MAIL[account.language]
    const mail = { to: input.email, subject, text: text(code, input.linkOf(link)), messageId: `login-${id}` }
    setImmediate(() => {
      input.mailer
        .send(mail)
        .catch((error: unknown) => log.error({ challenge: id, code: codeOf(error) }, 'a login mail was not sent'))
    })
  }
  return { id, bind }
}

/** What binds the code of this form to the browser that sent it: 256 bits that nobody can make without the key of the accounts room. */
export const bindOfForm = (key: Buffer, id: string, form: string): string =>
  `${id}.${keyedDigest(key, 'login-bind', `${id}\0${form}`).toString('base64url')}`

/** The short code of a mail error; its message may hold the address. */
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')
