import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText } from '#server/platform/fields.ts'

export const Judge = z.object({
  intent: z.literal('judge'),
  id: z.string().regex(/^(GM\d{4}|[0-9a-f-]{36})$/, { error: 'required' }),
  state: z.enum(['active', 'suspended'], { error: 'required' }),
  reason: filledText(300),
})

/** Confirms, suspends or lets in again an organisation. @param pageOf where the answer is read, by the id of the organisation */
export async function judge(args: ActionFunctionArgs, ctx: Ctx, pageOf: (id: string) => string) {
  const form = await readForm(args.request, Judge)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const { id, state, reason } = form.value
  const which = id.startsWith('GM')
    ? { municipalityCode: id, employerId: null }
    : { employerId: id, municipalityCode: null }
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await judgeOrganisation(inside, { ...which, state, reason })
      return { answer: { done: 'judged' } }
    })
    return redirectTo(`${pageOf(id)}?gedaan=judged`)
  })
}
