import type { Cast, CastNewcomer, CastPlace } from '#db/seed/demo-cast.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import type { Desk } from './desk.ts'

/** Where the demo is played: who takes part, the desk through which they act, and the places that are on the site. */
export type Stage = { cast: Cast; desk: Desk; published: (CastPlace & { positionId: string })[] }

/** The employer of a place fills in the form and publishes; what a safeguard refuses is kept as a draft. */
export async function putOnSite(stage: Stage, one: CastPlace, days: number): Promise<string> {
  const { cast, desk } = stage
  const { made, account } = desk.known(cast.employers[one.employer])
  const ctx = desk.as(account, days)
  const input = { ...one.place, establishmentId: made.establishment.id }
  const result = one.chapter === 'draft' ? null : await publishPosition(ctx, input)
  const positionId = result?.ok ? result.positionId : (await saveDraft(ctx, input)).positionId
  stage.published.push({ ...one, positionId })
  return positionId
}

/** The coach finishes the intake: from now on the engine looks for this person. */
export const finishIntake = ({ desk }: Stage, { coach, made }: CastNewcomer, days: number) =>
  changeAvailability(desk.as(coach, days), { newcomerId: made.newcomer.id, step: 'finish-intake' })
