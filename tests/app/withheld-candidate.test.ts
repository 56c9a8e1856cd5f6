import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { WORKER } from '#server/platform/context.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { doorsOn } from '#tests/make/doors.ts'
import { aProposal, stateOf } from '#tests/make/proposals.ts'
import { anEmployer, aPosition } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await home.close()
})

test('at a place that stands still a candidate is not offered a yes that would be refused: the page says why and where to mend it', async () => {
  const owner = await anEmployer(home.db)
  const position = await aPosition(home.db, { employer: owner })
  const { proposalId } = await aProposal(home.db, { position, state: 'consented' })
  await home.db.update(accounts).set({ demo: true })
  const persona = { with: 'persona', accountId: owner.actor.accountId ?? '' }
  const cookie = cookiesOf(await site.post('/inloggen', persona))
  const path = `/werkgever/kandidaten/${proposalId}`
  const page = async () => {
    const { status, text } = await site.ask({ path, headers: { cookie } })
    expect(status).toBe(200)
    return text
  }
  const offersYes = 'name="answer" value="accept"'
  const offersNo = 'name="answer" value="refuse"'
  expect(await page()).toContain(offersYes)
  expect(await page()).not.toContain('de plek staat stil')

  // Before and after the recheck took it off the site: blocked is blocked.
  const doors = doorsOn(home.db)
  await doors.seriousSignalAt(owner)
  for (const isOff of [false, true]) {
    if (isOff) await recheckPositions(doors.ctx(WORKER), [position.positionId])
    const text = await page()
    expect(text).not.toContain(offersYes)
    expect(text).toContain(offersNo)
    expect(text).toContain('Ja zeggen kan nu niet: de plek staat stil')
    expect(text).toContain('Pauze na een signaal')
    expect(text).toContain(`href="/werkgever/plekken/${position.positionId}"`)
  }
  const tried = await site.post(path, { key: crypto.randomUUID(), answer: 'accept' }, { cookie })
  expect([tried.status, tried.headers.location]).not.toEqual([303, `${path}?gedaan=accepted`])
  expect(await stateOf(home.db, proposalId)).toBe('consented')
})
