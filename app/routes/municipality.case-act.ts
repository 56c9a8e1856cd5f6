import type { ActionFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wrongField } from '#app/request/refused-form.ts'
import { AskOverrideInput, askOverride } from '#server/cases/ask-override.ts'
import { DecideOverrideInput, decideOverride } from '#server/cases/decide-override.ts'
import { WriteMessageInput, writeMessage } from '#server/cases/write-message.ts'
import { EndStaffingFactInput, endStaffingFact } from '#server/employers/end-staffing-fact.ts'
import { RecordStaffingFactInput, recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Ctx } from '#server/platform/context.ts'
import { DecideObjectionInput, decideObjection } from '#server/positions/decide-objection.ts'
import { DecidePositionInput, decidePosition } from '#server/positions/decide-position.ts'
import { DecideStandingInput, decideStanding } from '#server/positions/decide-standing.ts'
import { DecideStartInput, decideStart } from '#server/positions/decide-start.ts'

/** One step: the schema of its form, the command that takes what the schema gives, and what the next page says or where it is. */
const step = <S extends z.ZodType>(
  schema: S,
  command: (ctx: Ctx, input: z.input<S>) => Promise<unknown>,
  done: string,
) => ({
  schema,
  // What the schema gave is what the command takes; `readFields` gives it without its type where the step is only known by name.
  work: async (ctx: Ctx, value: unknown) => ((await command(ctx, value as z.input<S>)) ?? {}) as Record<string, string>,
  done,
})
const DECIDED = '/toets?gedaan=besluit'

/** What can be done on the page of a case, by the `intent` of its form. */
const STEPS = {
  decide: step(DecidePositionInput, decidePosition, DECIDED),
  'decide-standing': step(DecideStandingInput, decideStanding, DECIDED),
  'decide-objection': step(DecideObjectionInput, decideObjection, DECIDED),
  'decide-start': step(DecideStartInput, decideStart, DECIDED),
  'ask-override': step(AskOverrideInput, askOverride, 'gevraagd'),
  'decide-override': step(DecideOverrideInput, decideOverride, 'vastgelegd'),
  'record-fact': step(RecordStaffingFactInput, recordStaffingFact, 'feit'),
  'end-fact': step(EndStaffingFactInput, endStaffingFact, 'feit'),
  question: step(WriteMessageInput, writeMessage, 'vraag'),
}

/**
 * Runs the form of a case page that was sent.
 *
 * @throws a 400 Response for an intent that no form of ours has
 */
export async function actOnCase(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const fields = new URLSearchParams(await args.request.text())
  const intent = fields.get('intent') ?? ''
  if (!Object.hasOwn(STEPS, intent)) throw new Response(null, { status: 400 })
  const { schema, work, done } = STEPS[intent as keyof typeof STEPS]
  fields.delete('intent')
  const form = readFields<z.ZodType>(fields, schema)
  if (!form.ok) {
    markRefused(args)
    return again(form, { intent })
  }
  return run(async () => {
    try {
      await onceFor(args, ctx, form, async (inside) => ({ answer: await work(inside, form.value) }))
    } catch (error) {
      const wrong = wrongField(error, form)
      markRefused(args)
      return again(wrong, { intent })
    }
    return redirectTo(done.startsWith('/') ? done : `${new URL(args.request.url).pathname}?gedaan=${done}`)
  })
}
