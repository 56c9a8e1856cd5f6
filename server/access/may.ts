import type { Role } from '#db/values/accounts.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

const WORKER = 'worker'
type Doer = Role | typeof WORKER

/**
 * Who may do what, as one table: the code, the tests and the printed policy read it. A role that is not named may not.
 * Whose object it is (own caseload, own organisation, self) is decided where the row is read: a foreign object is `not-found`.
 * Policy of 2026-11-22, after reliability.md section 4 and ruling 23.
 */
export const ACTIONS = {
  'account.open-newcomer': ['worker'],
  'account.sync-newcomer': ['worker'],
  'account.purge': ['worker'],
  'account.suspend': ['worker'],
  'account.change-role': ['worker'],
  'account.reset-second-step': ['worker'],
  'account.make-card': ['coach'],
  'account.revoke-card': ['coach'],
  'newcomer.create': ['coach'],
  'newcomer.update': ['coach'],
  'newcomer.change-language': ['coach', 'newcomer'],
  'newcomer.change-availability': ['coach', 'newcomer', 'worker'],
  'newcomer.read-caseload': ['coach'],
  'employer.record-staffing-fact': ['employer', 'officer'],
  'employer.end-staffing-fact': ['employer', 'officer'],
  'employer.record-concern': ['worker'],
  'employer.import-vacancies': ['employer', 'officer'],
  'reference.import-tensions': ['officer'],
  'position.save-draft': ['employer'],
  'position.publish': ['employer'],
  'position.pause': ['employer'],
  'position.resume': ['employer'],
  'position.close': ['employer'],
  'position.decide': ['officer'],
  'position.ask-start': ['coach'],
  'position.decide-start': ['officer'],
  'position.expire': ['worker'],
  'position.recheck': ['worker'],
  'position.tell-terms': ['worker'],
  'position.decide-standing': ['officer'],
  'position.decide-objection': ['officer'],
  'case.state-facts': ['employer', 'officer'],
  'case.propose-profile': ['officer'],
  'case.decide-profile': ['officer'],
  'case.ask-override': ['officer'],
  'case.decide-override': ['officer'],
  'case.write-message': ['employer', 'coach', 'officer'],
  'case.tell-aging-facts': ['worker'],
  'case.look-at-monitors': ['worker'],
  'case.answer-signal': ['employer'],
  'case.close-signal': ['officer'],
  'case.weigh-report': ['officer'],
  'case.wipe-reports': ['worker'],
  'case.record-group': ['officer'],
  'case.decide-group': ['officer'],
  'case.record-contract': ['coach'],
  'case.draw-audit': ['officer'],
  'case.find-in-audit': ['officer'],
  'case.answer-audit': ['employer'],
  'case.close-audit': ['officer'],
  'proposal.propose': ['worker'],
  'proposal.add': ['coach'],
  'proposal.read-caseload': ['coach'],
  'proposal.shortlist': ['coach'],
  'proposal.set-aside': ['coach'],
  'proposal.take-back': ['coach'],
  'proposal.accept': ['employer'],
  'proposal.refuse': ['employer'],
  'proposal.decline': ['newcomer'],
  'proposal.sweep': ['worker'],
  'consent.give': ['newcomer'],
  'consent.withdraw': ['newcomer'],
  'placement.start': ['coach'],
  'placement.extend': ['coach'],
  'placement.cancel': ['coach'],
  'placement.end': ['coach'],
  'placement.record': ['coach'],
  'placement.sweep': ['worker'],
  'follow-up.answer': ['coach'],
  'privacy.copy': ['newcomer'],
  'privacy.ask-correction': ['newcomer'],
  'privacy.close-correction': ['coach'],
  'privacy.erase': ['newcomer'],
  'privacy.sweep': ['worker'],
  'notice.read': ['newcomer', 'employer', 'coach', 'municipality', 'officer'],
  'insight.read': ['municipality', 'coach'],
} as const satisfies Record<string, readonly Doer[]>
export type Action = keyof typeof ACTIONS

/** What the session promises about an actor of a role: the link that the account must have (check `accounts_link`). */
type LinkOf = {
  newcomer: { newcomerId: string }
  employer: { employerId: string }
  coach: { municipalityCode: string }
  municipality: { municipalityCode: string }
  officer: { municipalityCode: string }
  worker: object
}
/** An actor whose role is known, with its link not null: after `requireRole(actor, 'employer')`, `actor.employerId` is a string. */
export type ActorAs<R extends Doer> = R extends Doer ? Actor & { role: R } & LinkOf[R] : never

/** Whether the role of this actor may do this at all. Pure. */
export const may = (actor: Actor, action: Action): boolean => (ACTIONS[action] as readonly Doer[]).includes(actor.role)

/**
 * Ends the command unless the actor has one of these roles.
 *
 * @throws Refusal('forbidden')
 */
export function requireRole<R extends Doer>(actor: Actor, ...roles: R[]): asserts actor is ActorAs<R> {
  if (!(roles as Doer[]).includes(actor.role)) throw new Refusal('forbidden')
}

/**
 * Ends the command unless the table lets the role of this actor do this.
 *
 * @throws Refusal('forbidden')
 */
export function requireMay(actor: Actor, action: Action): void {
  if (!may(actor, action)) throw new Refusal('forbidden')
}
