import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action, loader } from '#app/routes/newcomer.proposal.tsx'
import { positionVerdicts } from '#db/schema/positions.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import { WORKER } from '#server/platform/context.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { type Doors, doorsOn } from '#tests/make/doors.ts'
import { aProposal, eventsAbout, stateOf } from '#tests/make/proposals.ts'
import { anEmployer, aPosition, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())

test('a yes that the rules hold back is kept and told though the form of the page starts anew, and then no yes is offered', async () => {
  const owner = await anEmployer(home.db)
  const position = await aPosition(home.db, { employer: owner })
  const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'shortlisted' })
  const account = { ...newcomer.actor, displayName: 'Samira', language: 'nl' }
  const context = {
    db: home.db,
    now: NOW,
    env: { sessionSecret: 's'.repeat(32) },
    account: async () => account,
    dbOf: () => dbOfActor(home.db, account, NOW),
  }
  const params = { language: 'nl', id: proposalId }
  const post = async () => {
    const body = new URLSearchParams({ key: crypto.randomUUID(), choice: 'yes', textVersion: 'consent-2026-11-22' })
    const request = new Request('http://page.invalid/nl', { method: 'POST', body })
    return action({ request, params, context } as unknown as ActionFunctionArgs).catch((thrown) => thrown as Response)
  }
  const page = async () => {
    const request = new Request('http://page.invalid/nl')
    const shown = await loader({ request, params, context } as unknown as LoaderFunctionArgs)
    return (await (shown as Response).json()).proposal as { canAnswer: boolean; isWithheld: boolean }
  }
  expect(await page()).toMatchObject({ canAnswer: true, isWithheld: false })
  await doors.seriousSignalAt(owner)
  for (let times = 0; times < 2; times += 1) {
    const said = await post()
    expect(said.headers.get('Location')).toBe(`/nl/mijn-reis/voorstel/${proposalId}?gedaan=safeguard-blocks`)
  }
  const kept = await home.db.select().from(positionVerdicts).where(eq(positionVerdicts.positionId, position.positionId))
  expect(kept.map(({ moment, kind, outcome }) => [moment, kind, outcome])).toEqual([['disclose', 'refused', 'block']])
  expect(await eventsAbout(home.db, proposalId, 'consent.held-up')).toHaveLength(1)
  expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
  await recheckPositions(doors.ctx(WORKER), [position.positionId])
  expect(await page()).toMatchObject({ canAnswer: false, isWithheld: true })
})
