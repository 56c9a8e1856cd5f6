import { and, eq, isNull } from 'drizzle-orm'
import { accessCards, accounts } from '#db/schema/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf } from './audit-of.ts'
import { accountOfOwnNewcomer } from './reads-card.ts'
import { endCard } from './revoke-access-card.ts'
import { CARD_CHARACTERS, CARD_DAYS } from './rules.ts'
import { tellOwner } from './tell-owner.ts'
import { codeOfForm, keyedDigest, newCode, newPaperCode, paperCodeOfForm } from './tokens.ts'

/** What is printed, this once: the table keeps keyed digests. */
export type PrintedCard = { number: string; code: string; expiresAt: Date }

/**
 * Makes a card with which a newcomer of the own caseload signs in without e-mail. The card before it is worth nothing from now on, and who
 * signed in with it is signed out.
 *
 * @param input `key` from `accountsKey`, `form` the key of the form that asks, when there is one: `accessCardOfForm` says the same card again
 * @throws Refusal `forbidden` for anybody but a coach; `not-found` when the newcomer is another's, is gone, or has no account yet
 */
export async function makeAccessCard(
  ctx: Ctx,
  input: { newcomerId: string; key: Buffer; form?: string },
): Promise<PrintedCard> {
  requireMay(ctx.actor, 'account.make-card')
  const id = crypto.randomUUID()
  const { key, form } = input
  const { number, code } =
    form === undefined
      ? { number: newPaperCode(CARD_CHARACTERS), code: newCode() }
      : cardOfForm(key, form, input.newcomerId)
  const expiresAt = new Date(ctx.now.getTime() + CARD_DAYS * 86_400_000)
  await ctx.db.transaction(async (tx) => {
    const accountId = await accountOfOwnNewcomer(tx, ctx.actor, input.newcomerId)
    // Two prints at once stand in line here: one card is left, that of the second.
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('update')
    await endCard(tx, accountId, ctx.now)
    await tx.insert(accessCards).values({
      id,
      accountId,
      numberMac: numberMac(input.key, number),
      codeMac: cardCodeMac(input.key, id, code),
      madeBy: ctx.actor.accountId,
      createdAt: ctx.now,
      expiresAt,
    })
    await tellOwner(tx, accountId, 'card', ctx.now)
    await recordAudit(tx, ctx, [auditOf('account.make-card', accountId, { cardId: id })])
  })
  return { number, code, expiresAt }
}

const cardOfForm = (key: Buffer, form: string, newcomerId: string) => ({
  number: paperCodeOfForm(key, 'card-of-form', `${newcomerId}\0${form}`, CARD_CHARACTERS),
  code: codeOfForm(key, 'card-code-of-form', `${newcomerId}\0${form}`),
})

/**
 * The card that this form made, for the same form sent twice.
 *
 * @throws Refusal `stale` once it was used or is no longer the card, else as `makeAccessCard`
 */
export async function accessCardOfForm(
  ctx: Ctx,
  { key, form, newcomerId }: { newcomerId: string; key: Buffer; form: string },
): Promise<PrintedCard> {
  requireMay(ctx.actor, 'account.make-card')
  const { number, code } = cardOfForm(key, form, newcomerId)
  return ctx.db.transaction(async (tx) => {
    const accountId = await accountOfOwnNewcomer(tx, ctx.actor, newcomerId)
    const [card] = await tx
      .select({ expiresAt: accessCards.expiresAt })
      .from(accessCards)
      .where(
        and(
          eq(accessCards.accountId, accountId),
          eq(accessCards.numberMac, numberMac(key, number)),
          isNull(accessCards.revokedAt),
          isNull(accessCards.usedAt),
        ),
      )
    if (!card) throw new Refusal('stale')
    return { number, code, expiresAt: card.expiresAt }
  })
}

/** What the table keeps of the number of a card, to find it again. */
export const numberMac = (key: Buffer, number: string): Buffer => keyedDigest(key, 'card-number', number)

/** What the table keeps of the code: good with its own card only. */
export const cardCodeMac = (key: Buffer, cardId: string, code: string): Buffer =>
  keyedDigest(key, 'card-code', `${cardId}\0${code}`)
