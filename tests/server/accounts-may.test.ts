import { expect, test } from 'vitest'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { ACTIONS, type Action, may, requireMay, requireRole } from '#server/access/may.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'

const actorAs = (role: Role): Actor => ({
  role,
  accountId: crypto.randomUUID(),
  newcomerId: role === 'newcomer' ? crypto.randomUUID() : null,
  employerId: role === 'employer' ? crypto.randomUUID() : null,
  municipalityCode: role === 'newcomer' || role === 'employer' ? null : 'GM0344',
})
const everybody: Actor[] = [...ROLES.map(actorAs), WORKER]
const all = Object.keys(ACTIONS) as Action[]

test('who may do what is the table and nothing else', () => {
  for (const action of all) {
    const allowed = everybody.filter((actor) => may(actor, action)).map((actor) => actor.role)
    expect(allowed.sort(), action).toEqual([...ACTIONS[action]].sort())
    for (const actor of everybody) {
      if (may(actor, action)) expect(() => requireMay(actor, action)).not.toThrow()
      else expect(() => requireMay(actor, action)).toThrow('forbidden')
    }
  }
})

test('only the newcomer gives and withdraws consent', () => {
  for (const action of ['consent.give', 'consent.withdraw', 'proposal.decline'] as const) {
    expect(everybody.filter((actor) => may(actor, action)).map((actor) => actor.role)).toEqual(['newcomer'])
  }
})

test('the municipality reads counts and changes nothing', () => {
  const own = all.filter((action) => may(actorAs('municipality'), action))
  expect(own.sort()).toEqual(['insight.read', 'notice.read'])
})

test('a role that is known gives its link', () => {
  const actor = actorAs('employer')
  requireRole(actor, 'employer')
  const id: string = actor.employerId
  expect(id).toBeTruthy()
  expect(() => requireRole(actorAs('coach'), 'employer', 'officer')).toThrow('forbidden')
  expect(() => requireRole(WORKER, ...ROLES)).toThrow('forbidden')
})
