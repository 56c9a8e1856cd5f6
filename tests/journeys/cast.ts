import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import type { Actor } from '#server/platform/context.ts'
import { dayOf } from '#server/platform/context.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { aNewcomer, aPosition, DECLARED, dutchAt, PLAN } from '#tests/make/rooms.ts'

/** A day, counted from today: the site has the real clock. */
export const inDays = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000))

/** Who somebody is, in words that no text of ours holds: found anywhere, they were leaked. Lower case, as `holdsCanary` looks. */
export const CANARY = {
  givenName: 'Quellara',
  familyName: 'Vanzithe',
  email: 'quellara.vanzithe@kanarie.example',
  phone: '0687125409',
} as const
const MARKS = ['quellara', 'vanzithe', 'kanarie.example', '687125409']

/** The canaries that a text holds, also when a phone number is written with spaces or the text is an address. */
export function canariesIn(text: string): string[] {
  const plain = text.toLowerCase()
  const joined = plain.replace(/[\s()-]/g, '')
  return MARKS.filter((mark) => plain.includes(mark) || joined.includes(mark))
}

const accountOf = ({ accountId }: Actor): string => {
  if (!accountId) throw new Error('a worker has no account')
  return accountId
}

/** The starter set as `npm run seed` loads it. */
export const aCountry = (db: Db): Promise<void> => loadStarter(db)

/** Makes everybody who is in the database a persona, so that they can sign in without a mail. */
export const allArePersonas = async (db: Db): Promise<void> => void (await db.update(accounts).set({ demo: true }))

/** A published place that starts in three weeks. */
export const aPlace = (db: Db, given: Parameters<typeof aPosition>[1] = {}) =>
  aPosition(db, {
    startsOn: inDays(21),
    endsOn: inDays(200),
    publishedAt: new Date(),
    expiresOn: inDays(85),
    learningPlan: { ...PLAN, assessmentOn: inDays(90) },
    declaration: {
      ...DECLARED,
      followUp: { offer: 'fixed-term-contract', hours: 24, expectedOn: inDays(200), condition: '' },
    },
    ...given,
  })

/** Somebody who fits `aPlace` and was tested last month. */
export const aPerson = (db: Db, given: Parameters<typeof aNewcomer>[1] = {}) =>
  aNewcomer(db, {
    availableFrom: inDays(-20),
    waitingSince: inDays(-40),
    workRightCheckedOn: inDays(-30),
    languages: dutchAt('A2').map((row) => ({ ...row, assessedOn: inDays(-30) })),
    ...given,
  })

/** A proposal that waits for an answer of the newcomer, or that both said yes to. */
export async function aWaitingProposal(
  db: Db,
  given: Parameters<typeof aProposal>[1] = {},
): Promise<{ proposalId: string; newcomer: string; coach: string; positionId: string; code: string }> {
  const newcomer = given.newcomer ?? (await aPerson(db, { identity: CANARY }))
  const position = given.position ?? (await aPlace(db))
  const made = await aProposal(db, { answerDueOn: inDays(14), stateSince: new Date(), ...given, newcomer, position })
  return {
    proposalId: made.proposalId,
    newcomer: accountOf(made.newcomer.actor),
    coach: accountOf(made.coach),
    positionId: position.positionId,
    code: position.code,
  }
}
