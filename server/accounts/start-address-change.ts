import { eq } from 'drizzle-orm'
import { accounts, addressChanges } from '#db/schema/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { addressOf, isAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { log } from '#server/platform/log.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type KeyRing, sealed } from '#server/platform/seal.ts'
import type { Account } from './reads.ts'
import { ADDRESS_LIMITS, CODE_MINUTES, isFresh, mayChangeAddress } from './rules.ts'
import { keyedDigest, newCode } from './tokens.ts'

/** The two mails. The old address is told what is going on: whoever did not ask for it must know. */
const MAIL: Record<ScreenLanguage, { subject: string; old(code: string): string; fresh(code: string): string }> = {
  nl: {
    subject: 'Uw e-mailadres voor Instroom',
    old: (code) =>
      `Er is gevraagd om een ander e-mailadres voor uw account.\n\nUw code is ${code}. De code werkt ${CODE_MINUTES} minuten.\nHebt u dit niet gevraagd? Geef de code dan aan niemand, en log overal uit bij Mijn account.`,
    fresh: (code) =>
      `Dit adres is gekozen voor een account bij Instroom.\n\nUw code is ${code}. De code werkt ${CODE_MINUTES} minuten.\nHebt u dit niet gevraagd? Dan hoeft u niets te doen.`,
  },
  en: {
    subject: 'Your e-mail address for Instroom',
    old: (code) =>
      `Another e-mail address was asked for your account.\n\nYour code is ${code}. The code works for ${CODE_MINUTES} minutes.\nDid you not ask for this? Then give the code to nobody, and sign out everywhere at My account.`,
    fresh: (code) =>
      `This address was chosen for an account at Instroom.\n\nYour code is ${code}. The code works for ${CODE_MINUTES} minutes.\nDid you not ask for this? Then you need not do anything.`,
  },
  ar: {
    subject: 'بريدك الإلكتروني في Instroom',
    old: (code) =>
      `طلب عنوان بريد آخر لحسابك.\n\nرمزك هو ${code}. يعمل الرمز لمدة ${CODE_MINUTES} دقائق.\nلم تطلب هذا؟ لا تعط الرمز لأحد، وسجل الخروج من كل مكان في حسابي.`,
    fresh: (code) =>
      `اختير هذا العنوان لحساب في Instroom.\n\nرمزك هو ${code}. يعمل الرمز لمدة ${CODE_MINUTES} دقائق.\nلم تطلب هذا؟ لا داعي لفعل أي شيء.`,
  },
}

/**
 * Mails a code to the address of an account and one to the address that shall take its place; `finishAddressChange` needs both. An address
 * that has an account already gets no mail, and the person who asks sees no difference. Asked again, only the last one counts.
 *
 * @param input `email` as `LoginEmail` gave it, `key` from `accountsKey`
 * @returns `same` when it is the address already
 * @throws Refusal `forbidden` for a newcomer (the coach changes the profile), for an account without address and for a session that proved nothing just now; `too-many`
 */
export async function startAddressChange(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { email: string; ring: KeyRing; key: Buffer; mailer: Mailer },
): Promise<'asked' | 'same'> {
  const { db, now } = ctx
  const { email, ring, key, mailer } = input
  if (!mayChangeAddress(me.role) || !isFresh(me, now)) throw new Refusal('forbidden')
  const bucket = (use: string, value: string) => `${use}:${keyedDigest(key, use, value).toString('base64url')}`
  await countAttempt(db, bucket('address-account', me.accountId), ADDRESS_LIMITS.account, now)
  const [known] = await db
    .select({ id: accounts.id, email: accounts.email, emailSealed: accounts.emailSealed })
    .from(accounts)
    .where(eq(accounts.id, me.accountId))
  const own = known ? addressOf(known) : null
  if (own === null) throw new Refusal('forbidden')
  if (own === email) return 'same'
  await countAttempt(db, bucket('address-mailbox', email), ADDRESS_LIMITS.mailbox, now)
  const [taken] = await db.select({ id: accounts.id }).from(accounts).where(isAddress(email))
  const id = crypto.randomUUID()
  const [oldCode, freshCode] = [newCode(), newCode()]
  const row = {
    id,
    email: sealed(ring, { table: 'address_changes', column: 'email', row: id }, email),
    oldMac: addressMac(key, id, 'old', oldCode),
    newMac: addressMac(key, id, 'new', freshCode),
    attempts: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000),
  }
  await db
    .insert(addressChanges)
    .values({ ...row, accountId: me.accountId })
    .onConflictDoUpdate({ target: addressChanges.accountId, set: row })
  const { subject, old, fresh } = MAIL[me.language]
  const mails = [
    { to: own, subject, text: old(oldCode), messageId: `address-old-${id}` },
    ...(taken ? [] : [{ to: email, subject, text: fresh(freshCode), messageId: `address-new-${id}` }]),
  ]
  setImmediate(() => {
    for (const mail of mails)
      mailer.send(mail).catch(() => log.error({ addressChange: id }, 'a mail about an address was not sent'))
  })
  return 'asked'
}

/** What the table keeps of a code for another address. */
export const addressMac = (key: Buffer, id: string, box: 'old' | 'new', code: string): Buffer =>
  keyedDigest(key, `address-${box}`, `${id}\0${code}`)
