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

/** What can be done on the page of a case, by the `intent` of its form: the schema, the command, and what the next page says. */
const STEPS = {
  decide: {
    schema: DecidePositionInput,
    work: (ctx: Ctx, value: unknown) => decidePosition(ctx, value as DecidePositionInput),
    done: '/toets?gedaan=besluit',
  },
  'decide-standing': {
    schema: DecideStandingInput,
    work: (ctx: Ctx, value: unknown) => decideStanding(ctx, value as DecideStandingInput),
    done: '/toets?gedaan=besluit',
  },
  'decide-objection': {
    schema: DecideObjectionInput,
    work: (ctx: Ctx, value: unknown) => decideObjection(ctx, value as DecideObjectionInput),
    done: '/toets?gedaan=besluit',
  },
  'decide-start': {
    schema: DecideStartInput,
    work: (ctx: Ctx, value: unknown) => decideStart(ctx, value as DecideStartInput),
    done: '/toets?gedaan=besluit',
  },
  'ask-override': {
    schema: AskOverrideInput,
    work: (ctx: Ctx, value: unknown) => askOverride(ctx, value as AskOverrideInput),
    done: 'gevraagd',
  },
  'decide-override': {
    schema: DecideOverrideInput,
    work: async (ctx: Ctx, value: unknown) => {
      await decideOverride(ctx, value as DecideOverrideInput)
      return {}
    },
    done: 'vastgelegd',
  },
  'record-fact': {
    schema: RecordStaffingFactInput,
    work: (ctx: Ctx, value: unknown) => recordStaffingFact(ctx, value as RecordStaffingFactInput),
    done: 'feit',
  },
  'end-fact': {
    schema: EndStaffingFactInput,
    work: (ctx: Ctx, value: unknown) => endStaffingFact(ctx, value as EndStaffingFactInput),
    done: 'feit',
  },
  question: {
    schema: WriteMessageInput,
    work: (ctx: Ctx, value: unknown) => writeMessage(ctx, value as WriteMessageInput),
    done: 'vraag',
  },
} as const

/**
 * Runs the form of a case page that was sent.
 *
 * @throws a 400 Response for an intent that no form of ours has
 */
export async function actOnCase(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'officer')
  const fields = new URLSearchParams(await args.request.text())
  const step = fields.get('intent') ?? ''
  if (!Object.hasOwn(STEPS, step)) throw new Response(null, { status: 400 })
  const { schema, work, done } = STEPS[step as keyof typeof STEPS]
  fields.delete('intent')
  const form = readFields<z.ZodType>(fields, schema)
  if (!form.ok) {
    markRefused(args)
    return again(form, { intent: step })
  }
  return run(async () => {
    try {
      await onceFor(args, ctx, form, async (inside) => ({ answer: await work(inside, form.value) }))
    } catch (error) {
      const wrong = wrongField(error, form)
      markRefused(args)
      return again(wrong, { intent: step })
    }
    return redirectTo(done.startsWith('/') ? done : `${new URL(args.request.url).pathname}?gedaan=${done}`)
  })
}
