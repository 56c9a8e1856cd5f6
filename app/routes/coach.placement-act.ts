import type { ActionFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, KEY_FIELD, type RightForm, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import { WriteMessageInput, writeMessage } from '#server/cases/write-message.ts'
import { ExtendPlacementInput, extendPlacement } from '#server/placements/extend-placement.ts'
import { placementForCoach } from '#server/placements/reads.ts'
import { placementPageOf } from '#server/placements/reads-tasks.ts'
import { RecordChecksInput, recordChecks } from '#server/placements/record-checks.ts'
import { RecordResultsInput, recordResults } from '#server/placements/record-results.ts'
import { RecordReviewInput, recordReview } from '#server/placements/record-review.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AskExtensionDecisionInput, askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { canBeAsked } from '#server/positions/rules-policy.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** What a form of the page does; the name is the value of its button. */
const ACTS = ['checks', 'review', 'results', 'extend', 'ask', 'answer'] as const

/** What the page shows of a verdict: its points, not what the rules read, and whether the municipality can be asked. */
const pointsOf = (verdict: Verdict, today: string) => ({
  outcome: verdict.outcome,
  reasons: verdict.reasons,
  canBeAsked: canBeAsked(verdict, today),
})

/** Records what the coach fills in about one placement, or makes its term longer. The placement is that of the address. */
export async function actOnPlacement(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'placement.read-caseload')
  const sent = new URLSearchParams(await args.request.text())
  const placementId = args.params['id'] ?? ''
  const act = ACTS.find((one) => one === sent.get('do'))
  if (act === 'answer') {
    const { question } = await run(() => placementPageOf(ctx, placementId))
    sent.set('verdictId', question?.id ?? '')
    sent.set('kind', 'answer')
  }
  // A browser sends empty fields along: without any of these there is no decision to look at.
  const isLeftOpen = (name: string, value: string) => name.startsWith('extension.') && value.trim() === ''
  const fields = new URLSearchParams(
    [...sent].filter(([name, value]) => name !== 'do' && name !== 'placementId' && !isLeftOpen(name, value)),
  )
  if (act !== 'answer') fields.set('placementId', placementId)
  fields.set(KEY_FIELD, sent.get(KEY_FIELD) ?? '')
  // Where the address names nobody's placement, nothing typed is looked at.
  await run(() => placementForCoach(ctx, placementId))
  if (!act) throw new Response(null, { status: 400 })

  type Inside = typeof ctx
  async function take<S extends z.ZodType>(
    schema: S,
    done: string,
    command: (inside: Inside, value: z.output<S>) => Promise<Verdict | null>,
  ) {
    const form = readFields(fields, schema)
    const no = (errors: Record<string, string[]>, verdict: Verdict | null) => {
      markRefused(args)
      const answer = verdict ? pointsOf(verdict, dayOf(ctx.now)) : null
      return again({ ok: false, values: form.values, errors, key: form.key }, { act, verdict: answer })
    }
    if (!form.ok) return no(form.errors, null)
    const right: RightForm<z.output<S>> = form
    return run(async () => {
      try {
        const taken = await onceFor(args, ctx, right, async (inside) => {
          const held = await command(inside, right.value)
          return held ? { again: held } : { answer: {} }
        })
        return 'again' in taken ? no({}, taken.again) : redirectTo(`/coach/plaatsingen/${placementId}?gedaan=${done}`)
      } catch (error) {
        if (error instanceof Refusal && error.params['field'])
          return no({ [String(error.params['field'])]: [String(error.params['error'])] }, null)
        throw error
      }
    })
  }
  const kept = (command: Promise<unknown>): Promise<null> => command.then(() => null)

  switch (act) {
    case 'checks':
      return take(RecordChecksInput, 'saved', (inside: Ctx, value) => kept(recordChecks(inside, value)))
    case 'review':
      return take(RecordReviewInput, 'saved', (inside: Ctx, value) => kept(recordReview(inside, value)))
    case 'results':
      return take(RecordResultsInput, 'saved', (inside: Ctx, value) => kept(recordResults(inside, value)))
    case 'extend':
      return take(ExtendPlacementInput, 'extended', async (inside: Ctx, value) => {
        const longer = await extendPlacement(inside, value)
        return longer.ok ? null : longer.verdict
      })
    case 'answer':
      return take(WriteMessageInput, 'saved', (inside: Ctx, value) => kept(writeMessage(inside, value)))
    case 'ask':
      return take(AskExtensionDecisionInput, 'asked-longer', (inside: Ctx, value) =>
        kept(askExtensionDecision(inside, value)),
      )
  }
}
