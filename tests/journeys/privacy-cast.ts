import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomerEducations } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { WORKER } from '#server/platform/context.ts'
import { replayErasures } from '#server/privacy/replay-erasures.ts'
import { resealFields } from '#server/privacy/reseal-fields.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { anAccount } from '#tests/make/rooms.ts'
import { aDatabase, serverUrl } from '#tests/setup/database.ts'
import { meilisearch } from '#tests/setup/meilisearch.ts'
import { allArePersonas, aPerson, aPlace, aWaitingProposal, CANARY, inDays } from './cast.ts'
import type { Desk } from './desk.ts'
import { type Dumped, OTHERS, OWN_WORDS, restoreDump, tablesWith, textDump } from './text-dump.ts'

/** A newcomer, a coach and an employer with a mark of their own in every field that is about a person, and a proposal that waits for an answer. */
export async function aPrivacyCast(db: Db) {
  const coachActor = await anAccount(db, { role: 'coach', displayName: OTHERS.coachName, email: OTHERS.coachMail })
  const newcomer = await aPerson(db, {
    identity: CANARY,
    coach: coachActor,
    needsAtWork: `${CANARY.familyName} wil rustig beginnen, ${OWN_WORDS.needs}`,
  })
  await db.insert(newcomerEducations).values({
    newcomerId: newcomer.newcomerId,
    level: 'vocational',
    field: `${CANARY.familyName} ${OWN_WORDS.education}`,
  })
  const waiting = await aWaitingProposal(db, { newcomer })
  await db
    .update(accounts)
    .set({ displayName: `${CANARY.givenName} ${CANARY.familyName}`, email: CANARY.email, language: 'en' })
    .where(eq(accounts.id, waiting.newcomer))
  const [bakery] = await db
    .update(accounts)
    .set({ email: OTHERS.employerMail, displayName: OTHERS.employerName })
    .where(eq(accounts.role, 'employer'))
    .returning()
  await db.update(positions).set({ supervisorName: OTHERS.supervisor }).where(eq(positions.id, waiting.positionId))
  await anEarlierPlacement(db, newcomer)
  // What the makers wrote in plain text is sealed, as the commands do it themselves.
  await resealFields({ db, actor: WORKER, now: new Date() }, { dry: false })
  await allArePersonas(db)
  return { waiting, employer: bakery?.id ?? '', coachActor }
}

/** A backup of before the erasure comes back, and the ledger that was kept beside it erases again. */
export async function restored(backup: readonly Dumped[], ledger: string[]): Promise<void> {
  const again = await aDatabase()
  try {
    const url = serverUrl(new URL(again.url).pathname.slice(1))
    const rows = await restoreDump(backup, url)
    expect(Object.keys(tablesWith(await textDump(url), NEWCOMER))).toContain('newcomer_identities')
    const replayed = await replayErasures({ db: again.db, actor: WORKER, now: new Date() }, ledger, { dry: false })
    expect(replayed.erased).toBe(2)
    const left = tablesWith(await textDump(url), NEWCOMER)
    expect(left).toEqual({})
    told('after a restore', { rows, erasedAgain: replayed.erased, canaries: Object.keys(left).length })
  } finally {
    await again.close()
  }
}
/** Marks of the newcomer that may stand in tables in plain text. */
export const NEWCOMER = ['quellara', 'vanzithe', ...Object.values(OWN_WORDS)]

/** A placement of last year with a mentor, goals and a talk, in words that nobody else uses. */
async function anEarlierPlacement(db: Db, newcomer: Awaited<ReturnType<typeof aPerson>>) {
  const { proposalId, position } = await aProposal(db, { state: 'placed', newcomer, position: await aPlace(db) })
  const placementId = crypto.randomUUID()
  await db.insert(placements).values({
    id: placementId,
    proposalId,
    newcomerId: newcomer.newcomerId,
    positionId: position.positionId,
    state: 'completed',
    seat: 1,
    startsOn: inDays(-300),
    endsOn: inDays(-100),
    mentor: OWN_WORDS.mentor,
    learningGoals: [OWN_WORDS.goal],
    createdAt: new Date(),
    stateSince: new Date(),
  })
  await db
    .insert(followUps)
    .values({ placementId, kind: 'week-2', state: 'done', dueOn: inDays(-280), note: OWN_WORDS.note })
}

/** Every document of the indexes of this run, as text. */
export async function searchDocuments(prefix: string): Promise<string> {
  if (!meilisearch) return ''
  const { url, key } = meilisearch
  const ask = async (path: string) =>
    (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<{
      results: { uid?: string }[]
    }>
  const uids = (await ask('/indexes?limit=1000')).results.flatMap(({ uid }) => (uid?.startsWith(prefix) ? [uid] : []))
  return (await Promise.all(uids.map((uid) => ask(`/indexes/${uid}/documents?limit=1000`))))
    .map((one) => JSON.stringify(one))
    .join()
}

/** One line of the drill, with what it looked at. */
export const told = (moment: string, counts: Record<string, number>): void =>
  console.log(`privacy drill, ${moment}: ${JSON.stringify(counts)}`)

type Waiting = { positionId: string; proposalId: string }
const visit = async (desk: Desk, paths: string[]): Promise<string[]> => {
  const pages: string[] = []
  for (const path of paths) {
    await desk.page.goto(`${desk.origin}${path}`)
    pages.push(await desk.page.content())
  }
  return pages
}

/** Every page on which an employer could meet a candidate, with the address bar's own data. */
export const pagesOf = (desk: Desk, { positionId, proposalId }: Waiting): Promise<string[]> =>
  visit(desk, [
    '/werkgever',
    `/werkgever/plekken/${positionId}`,
    `/werkgever/plekken/${positionId}/kandidaten`,
    `/werkgever/kandidaten/${proposalId}`,
    '/werkgever/dossier',
  ])

/** Where a coach meets a newcomer. */
export const coachPages = (desk: Desk, { proposalId }: Waiting): Promise<string[]> =>
  visit(desk, [
    '/coach',
    '/coach/deelnemers',
    '/coach/voorstellen',
    `/coach/voorstellen/${proposalId}`,
    '/coach/plaatsingen',
  ])
