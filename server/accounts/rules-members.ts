import type { AccountState, Role } from '#db/values/accounts.ts'
import type { MemberStep } from '#db/values/members.ts'

/** How long an invitation may be taken, and how often its code may be tried. Policy of 2026-11-22. */
export const INVITATION_DAYS = 7
export const INVITATION_ATTEMPTS = 5
/** Invitations and mails of them by one account. Policy of 2026-11-22. */
export const INVITATION_LIMIT = { most: 30, seconds: 3600 } as const

/** The roles of a municipality: one account goes from one to another; newcomers and employers stay what they are. */
const MUNICIPAL_ROLES = ['coach', 'municipality', 'officer'] as const

/** Who somebody is in an organisation. */
export type Seat = { role: Role; isAdmin: boolean; employerId: string | null; municipalityCode: string | null }

/**
 * The seat that somebody may offer, or null: employer admins offer seats of their employer, managers those of their municipality, the
 * platform the first manager of a municipality, the first admin of an employer, and auditors (reliability.md section 4).
 *
 * @param inviter from the session: the organisation never comes from the form but for the platform
 */
export function offeredSeat(
  inviter: { role: string; isAdmin?: boolean | undefined; employerId: string | null; municipalityCode: string | null },
  asked: Seat,
): Seat | null {
  const { role, isAdmin } = asked
  const nowhere = { employerId: null, municipalityCode: null }
  if (inviter.role === 'employer' && inviter.isAdmin)
    return role === 'employer' ? { role, isAdmin, employerId: inviter.employerId, municipalityCode: null } : null
  if (inviter.role === 'municipality')
    return (MUNICIPAL_ROLES as readonly Role[]).includes(role)
      ? { role, isAdmin: false, employerId: null, municipalityCode: inviter.municipalityCode }
      : null
  if (inviter.role !== 'platform') return null
  if (role === 'auditor') return { role, isAdmin: false, ...nowhere }
  if (role === 'employer' && asked.employerId !== null) return { ...asked, isAdmin: true, municipalityCode: null }
  if (role === 'municipality' && asked.municipalityCode !== null) return { ...asked, isAdmin: false, employerId: null }
  return null
}

type Standing = { role: Role; isAdmin: boolean; state: AccountState; lockedByOperator: boolean }

/**
 * What an account is after a step, or null where the step is none for it: an employer changes admins and members, a municipality the work
 * of its people, and a step that changes nothing is none. Whom an operator shut out, only an operator lets in (`account.suspend` in the matrix).
 */
export function afterStep(step: MemberStep, before: Standing): Standing | null {
  const ofEmployer = before.role === 'employer'
  if (before.state === 'removed' || before.lockedByOperator) return null
  switch (step) {
    case 'make-admin':
    case 'make-member':
      return ofEmployer && before.isAdmin !== (step === 'make-admin') && before.state === 'active'
        ? { ...before, isAdmin: step === 'make-admin' }
        : null
    case 'make-coach':
    case 'make-officer':
    case 'make-municipality': {
      const role = step.slice('make-'.length) as (typeof MUNICIPAL_ROLES)[number]
      return !ofEmployer && before.role !== role && before.state === 'active' ? { ...before, role } : null
    }
    case 'suspend':
      return before.state === 'active' ? { ...before, state: 'suspended' } : null
    case 'restore':
      return before.state === 'suspended' ? { ...before, state: 'active' } : null
    case 'remove':
      return { ...before, isAdmin: false, state: 'removed' }
  }
}

/** Whether somebody keeps an organisation running: an admin of an employer, a manager of a municipality. The last of them stays. */
export const runsIt = ({ role, isAdmin, state }: Omit<Standing, 'lockedByOperator'>): boolean =>
  state === 'active' && (isAdmin || role === 'municipality')
