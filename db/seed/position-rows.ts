import type { positionLanguages, positionLog, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import type { PositionState, PositionStep } from '#db/values/positions.ts'
import { morningOf, plusDays } from './days.ts'
import type { MadeEmployer } from './make-employer.ts'
import type { MadePlace } from './make-position.ts'
import type { Random } from './random.ts'

export type PositionRows = {
  positions: (typeof positions.$inferInsert)[]
  languages: (typeof positionLanguages.$inferInsert)[]
  skills: (typeof positionSkills.$inferInsert)[]
  slots: (typeof positionSlots.$inferInsert)[]
  log: (typeof positionLog.$inferInsert)[]
}

export const noPositionRows = (): PositionRows => ({ positions: [], languages: [], skills: [], slots: [], log: [] })

/** The same letters that the site draws codes from. */
const CODE_LETTERS = '34679CDFGHJKMNPQRTVWXY'
const EXPIRES_AFTER_DAYS = 90

const STEPS: Record<PositionState, PositionStep[]> = {
  draft: ['create'],
  'awaiting-decision': ['create', 'submit'],
  published: ['create', 'publish'],
  paused: ['create', 'publish', 'pause'],
  closed: ['create', 'publish', 'close'],
  expired: ['create', 'publish', 'expire'],
}
const REACHED: Partial<Record<PositionStep, PositionState>> = {
  create: 'draft',
  submit: 'awaiting-decision',
  publish: 'published',
  pause: 'paused',
  close: 'closed',
  expire: 'expired',
}

/**
 * Adds the rows of a place in a state that it reached by itself, with the log of its steps.
 *
 * @param codes public codes that are taken; the new one is added
 */
export function addPosition(
  rows: PositionRows,
  random: Random,
  given: {
    place: MadePlace
    owner: MadeEmployer
    accountId: string
    state: PositionState
    today: string
    codes: Set<string>
  },
): void {
  const { place, owner, accountId, state, today } = given
  const positionId = random.uuid()
  let code = ''
  do code = Array.from({ length: 6 }, () => CODE_LETTERS[random.whole(0, CODE_LETTERS.length - 1)]).join('')
  while (given.codes.has(code))
  given.codes.add(code)
  const publishedOn = plusDays(today, state === 'expired' ? -random.whole(95, 160) : -random.whole(1, 60))
  const createdAt = morningOf(plusDays(publishedOn, -2))
  const wasPublished = STEPS[state].includes('publish')
  const { languages, neededSkills, taughtSkills, slots, ...columns } = place
  rows.positions.push({
    id: positionId,
    code,
    employerId: owner.employer.id,
    establishmentId: owner.establishment.id,
    state,
    ...columns,
    publishedAt: wasPublished ? morningOf(publishedOn) : null,
    expiresOn: wasPublished ? plusDays(publishedOn, EXPIRES_AFTER_DAYS) : null,
    version: STEPS[state].length,
    createdBy: accountId,
    createdAt,
    updatedAt: createdAt,
  })
  rows.languages.push(...languages.map((row) => ({ ...row, positionId })))
  rows.skills.push(...neededSkills.map((skillUri) => ({ positionId, skillUri, role: 'needed' as const })))
  // Now and then one of them is a must. Chance of its own, so that it changes nothing else.
  const [must] = neededSkills
  if (must !== undefined && random.part(`required ${positionId}`).chance(1 / 12))
    rows.skills.push({ positionId, skillUri: must, role: 'required' })
  rows.skills.push(...taughtSkills.map((skillUri) => ({ positionId, skillUri, role: 'taught' as const })))
  rows.slots.push(...slots.map((row) => ({ ...row, positionId })))
  let from: PositionState | null = null
  for (const [index, step] of STEPS[state].entries()) {
    const to = REACHED[step] ?? 'draft'
    const isWorker = step === 'expire'
    rows.log.push({
      id: random.uuid(),
      positionId,
      step,
      fromState: from,
      toState: to,
      actorId: isWorker ? null : accountId,
      actorRole: isWorker ? 'worker' : 'employer',
      reasons: [],
      policyVersion: null,
      at: new Date(createdAt.getTime() + index * 86_400_000),
    })
    from = to
  }
}
