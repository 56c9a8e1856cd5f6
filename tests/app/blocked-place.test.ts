import type { ActionFunctionArgs } from '@remix-run/node'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action as edits } from '#app/routes/employer.position-edit.tsx'
import { action as makes } from '#app/routes/employer.position-new.tsx'
import { valuesOf } from '#app/routes/employer.position-values.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { blockedOf } from '#server/positions/reads-verdicts.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('a blocked new place goes on as one draft, with the answer to object to', async () => {
  const { actor, employerId, establishmentId } = await anEmployer(home.db)
  const ctx = ctxOf(home.db, actor)
  const { positionId } = await saveDraft(ctx, positionForm(establishmentId, { hourlyWageCents: 900 }))
  const typed = valuesOf(await positionForEditing(ctx, positionId))
  const send = async (action: (args: ActionFunctionArgs) => Promise<Response>, id: string, key: string) => {
    const body = new URLSearchParams({ key, intent: 'publish' })
    for (const [name, value] of Object.entries(typed))
      if (name !== 'positionId' && name !== 'version') for (const one of [value].flat()) body.append(name, one)
    const request = new Request('http://page.invalid/page', { method: 'POST', body })
    const context = {
      db: home.db,
      now: NOW,
      env: { sessionSecret: 's'.repeat(32) },
      account: async () => actor,
      dbOf: () => dbOfActor(home.db, actor, NOW),
    }
    // An action of ours reads only these of its arguments.
    return action({ request, params: { id }, context } as unknown as ActionFunctionArgs).catch(
      (thrown: unknown) => thrown as Response,
    )
  }
  const key = crypto.randomUUID()
  const [first, second] = [await send(makes, '', key), await send(makes, '', key)]
  const rows = await home.db.select().from(positions).where(eq(positions.employerId, employerId))
  const made = rows.find(({ id }) => id !== positionId)
  expect(rows).toHaveLength(2)
  const there = `/werkgever/plekken/${made?.id}/bewerken?toets=geblokkeerd`
  expect([first.headers.get('Location'), second.headers.get('Location')]).toEqual([there, there])
  const [kept] = await home.db
    .select()
    .from(positionVerdicts)
    .where(eq(positionVerdicts.positionId, made?.id ?? ''))
  expect((await blockedOf(ctx, made?.id ?? ''))?.id).toBe(kept?.id)

  const again = await send(edits, made?.id ?? '', crypto.randomUUID())
  expect(again.status).toBe(422)
  expect(await again.json()).toMatchObject({ blocked: true, outgrown: [], verdict: { outcome: 'block' } })
})
