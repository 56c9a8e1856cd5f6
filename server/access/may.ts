import type { Role } from '#db/values/accounts.ts'
import type { WorkerName } from '#db/values/workers.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Action, type Matrix, type Person, ROWS, type Row } from './matrix.ts'

type Doer = Role | 'worker'

export type { Action } from './matrix.ts'

/** The role that an account of a column has. */
type RoleOfPerson<P> = P extends `employer-${string}` ? 'employer' : Extract<P, Role>
/** The roles that a row names: what `ctx.actor.role` can be behind it. */
export type RoleIn<A extends Action> = RoleOfPerson<keyof Matrix[A]['by']>

/** What the session promises about an actor of a role: the link that the account must have (check `accounts_link`). */
type LinkOf = {
  newcomer: { newcomerId: string }
  employer: { employerId: string }
  coach: { municipalityCode: string }
  municipality: { municipalityCode: string }
  officer: { municipalityCode: string }
  platform: object
  auditor: object
  worker: object
}
/** An actor whose role is known, with its link not null: after `requireRole(actor, 'employer')`, `actor.employerId` is a string. */
export type ActorAs<R extends Doer> = R extends Doer ? Actor & { role: R } & LinkOf[R] : never

/** The column of the matrix that somebody who signed in stands in. */
const personOf = ({ role, isAdmin }: { role: Role; isAdmin?: boolean }): Person =>
  role === 'employer' ? (isAdmin ? 'employer-admin' : 'employer-member') : role

/** Whether a worker may: its own name stands in the row; the operator may do by hand what any worker may. */
const workerMay = (worker: WorkerName, { workers = [] }: Row): boolean =>
  workers.includes(worker) || (worker === 'operator' && workers.length > 0)

/** Whether the column of this actor may do this at all; whose object it is, is decided where the row is read: a foreign object is `not-found`. Pure. */
export const may = (actor: Actor, action: Action): boolean => {
  const row = ROWS[action]
  if (actor.role === 'worker') return workerMay(actor.worker, row)
  return row.by[personOf(actor)] !== undefined || row.by.anyone !== undefined
}

/**
 * Ends the command unless the actor has one of these roles.
 *
 * @throws Refusal('forbidden')
 */
export function requireRole<R extends Doer>(actor: Actor, ...roles: R[]): asserts actor is ActorAs<R> {
  if (!(roles as Doer[]).includes(actor.role)) throw new Refusal('forbidden')
}

/**
 * Ends the command unless the matrix lets the column of this actor do this.
 *
 * @throws Refusal('forbidden')
 */
export function requireMay(actor: Actor, action: Action): void {
  if (!may(actor, action)) throw new Refusal('forbidden')
}
