import { eq } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { notices } from '#db/schema/notices.ts'
import { proposals } from '#db/schema/proposals.ts'
import { stateOf } from '#tests/make/proposals.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { redisUrl } from '#tests/setup/redis.ts'
import { canariesIn } from './cast.ts'
import { until } from './desk.ts'
import { doIntake } from './intake.ts'
import {
  everyEventHadItsEffects,
  payloadsOf,
  queueTables,
  stepsOfPlacement,
  stepsOfPosition,
  stepsOfProposal,
  toldOf,
} from './proof.ts'
import { publishThroughForm } from './publish.ts'
import {
  acceptCandidate,
  accountsOf,
  answerFollowUp,
  closeRound,
  expectOnlyTicked,
  findAccount,
  findProposals,
  lookAtCard,
  openRound,
  type Round,
  sayYes,
  shortlist,
  startPlacement,
  stateOfPosition,
} from './round.ts'

/** The whole circle through the screens, with the built site and its workers: chapters of one story, in order. */
const BACKENDS = [
  { queue: 'Redis', url: redisUrl, runs: redisUrl !== undefined },
  { queue: 'Postgres', url: undefined, runs: true },
]

describe.each(BACKENDS)('the circle, queue on $queue', ({ url, runs }) => {
  let browser: Browser
  let round: Round
  let card: unknown
  let placementId: string
  let broken: string | null = null

  /** A chapter needs those before it: after one that fails the others say so at once. */
  const chapter = (name: string, tell: () => Promise<void>) =>
    test.skipIf(!runs)(name, async () => {
      if (broken) throw new Error(`Not told, since this chapter failed: ${broken}`)
      broken = name
      await tell()
      broken = null
    })

  beforeAll(async () => {
    if (!runs) return
    browser = await aBrowser()
    round = await openRound(browser, url)
  })
  afterAll(async () => {
    await closeRound(round)
    await browser?.close()
  })

  chapter('a coach does the intake of a newcomer', async () => {
    round.newcomerId = await doIntake(round.coach)
    await findAccount(round)
  })

  chapter('an employer publishes a place', async () => {
    round.positionId = await publishThroughForm(round.employer, 'scripts')
    expect(await stateOfPosition(round)).toBe('published')
  })

  chapter('the workers propose, the coach sees why and shortlists', async () => {
    await findProposals(round)
    await shortlist(round)
  })

  chapter('the employer sees a card, and no name in any answer', async () => {
    card = await lookAtCard(round)
  })

  chapter('the newcomer sees the same card, in Arabic, and says yes', async () => {
    await sayYes(round, browser, 'ar', card)
  })

  chapter('only now the employer learns who it is, only what was ticked, and accepts', async () => {
    await acceptCandidate(round)
  })

  chapter('the coach starts the placement; the other proposal waits aside', async () => {
    placementId = await startPlacement(round)
    const { db } = round.database
    await until('the supersession', async () => (await stateOf(db, round.otherProposalId)) === 'superseded')
    const [other] = await db.select().from(proposals).where(eq(proposals.id, round.otherProposalId))
    expect(other?.stateBefore).toBe('proposed')
  })

  chapter('the conversation after two weeks comes due and is answered', async () => {
    await answerFollowUp(round, placementId)
    expectOnlyTicked(round.toEmployer)
  })

  chapter('the database tells the same story: logs, effects, notices', async () => {
    const { db } = round.database
    await everyEventHadItsEffects(db)
    expect(await stepsOfPosition(db, round.positionId)).toEqual(['create by employer', 'publish by employer'])
    expect(await stepsOfProposal(db, round.proposalId)).toEqual([
      'propose by worker',
      'shortlist by coach',
      'consent by newcomer',
      'accept by employer',
      'place by coach',
    ])
    expect(await stepsOfProposal(db, round.otherProposalId)).toEqual(['propose by worker', 'supersede by worker'])
    expect(await stepsOfPlacement(db, placementId)).toEqual(['plan by coach', 'begin by worker'])
    const { employer, coach, newcomer } = round.people
    expect(await toldOf(db, newcomer)).toEqual(['proposal-for-you', 'employer-accepted', 'placement-started'])
    expect(await toldOf(db, coach)).toEqual(['newcomer-consented', 'employer-accepted', 'follow-up-due'])
    expect(await toldOf(db, employer)).toEqual(['newcomer-consented', 'placement-started'])
    const rows = await db.select().from(notices)
    expect(rows).toHaveLength(8) // so nobody else was told anything
    expect(new Set(rows.map(({ accountId }) => accountId))).toEqual(new Set([employer, coach, newcomer]))
    expect((await accountsOf(round)).length).toBeGreaterThan(3)
  })

  chapter('events, queue and logs know nobody; no screen made the browser complain', async () => {
    expect(canariesIn(await payloadsOf(round.database.db))).toEqual([])
    expect(canariesIn(round.site.logs())).toEqual([])
    if (round.redis) {
      expect(round.redis.said()).toContain('match-newcomer')
      expect(canariesIn(round.redis.said())).toEqual([])
      expect(canariesIn(await round.redis.kept())).toEqual([])
    } else expect(canariesIn(await queueTables(round.database.db))).toEqual([])
    const refusedOnPurpose = (line: string) => line.includes('status of 422')
    const said = [round.employer, round.coach, round.newcomer].flatMap((desk) => desk?.complaints ?? [])
    expect(said.filter((line) => !refusedOnPurpose(line))).toEqual([])
  })
})
