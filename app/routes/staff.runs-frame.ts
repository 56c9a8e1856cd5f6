import type { Args, SignedIn } from '#app/request/context.ts'
import { whoOf } from '#app/request/who.ts'
import type { RunsFrameData } from '#app/ui/runs/frame.tsx'
import { municipalityByCode } from '#server/reference/reads.ts'
import { frameOf } from './coach.frame.ts'

/** The frame of the desk of whoever is signed in. */
export async function runsFrame(
  args: Args,
  { ctx, account }: SignedIn<'coach' | 'municipality' | 'officer'>,
): Promise<RunsFrameData> {
  if (account.role === 'coach') return { desk: 'coach', frame: await frameOf(args, { ctx, account }) }
  const home = await municipalityByCode(ctx.db, account.municipalityCode)
  return { desk: account.role, who: whoOf(account), municipality: home?.name ?? '' }
}
