import { json } from '@remix-run/node'
import type { Args } from '#app/request/context.ts'
import { signedIn } from '#app/request/context.ts'
import { type FieldErrors, KEY_FIELD, type RightForm, readFields, type Typed } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PositionTerms } from '#app/ui/employer/form-data.ts'
import type { VerdictView } from '#app/ui/employer/verdict.tsx'
import { verdictForDraft } from '#server/positions/ask-verdict.ts'
import { DraftInput } from '#server/positions/position-input.ts'
import { PublishPositionInput, type PublishResult, publishPosition } from '#server/positions/publish-position.ts'
import { SaveDraftInput, saveDraft } from '#server/positions/save-draft.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { asCommand, asOnPage } from './employer.position-fields.ts'
import { termsFor } from './employer.position-terms.ts'

/** What the form shows after a post that did not lead to another page. */
export type Shown = {
  values: Typed
  errors: FieldErrors
  terms: PositionTerms
  verdict: VerdictView | null
  /** The verdict stopped publishing. */
  blocked: boolean
  verdictId: string | null
  outgrown: readonly string[]
}

type Blocked = Pick<Extract<PublishResult, { ok: false }>, 'verdict' | 'verdictId' | 'outgrown'>
/** In the address: the form of a new place was sent and something blocks it. */
const BLOCKED = 'geblokkeerd'

const SCHEMAS = { publish: PublishPositionInput, draft: SaveDraftInput, check: DraftInput } as const
type Act = keyof typeof SCHEMAS

/**
 * A post of the form of a position: search, test, keep as a draft, or publish. Whatever comes back, what was typed is there again.
 *
 * @param positionId the position that the address names; null for a new one
 */
export async function actOnPosition(args: Args, positionId: string | null): Promise<Response> {
  const { ctx } = await signedIn(args, 'position.save-draft')
  const fields = new URLSearchParams(await args.request.text())
  const intent = fields.get('intent') ?? 'search'
  const key = fields.get(KEY_FIELD)
  const values = withoutDoneSearches(typedIn(fields, positionId), intent)
  const show = async (shown: Partial<Shown>, status: number) => {
    if (status === 422) markRefused(args)
    const terms = await termsFor(ctx.db, values)
    return json<Shown>(
      { values, errors: {}, verdict: null, blocked: false, verdictId: null, outgrown: [], terms, ...shown },
      { status },
    )
  }
  if (!(intent in SCHEMAS)) return run(() => show({}, 200))

  const sent = asCommand(values, key)
  const form = readFields(sent.body, SCHEMAS[intent as Act])
  const errors = asOnPage(form.ok ? {} : form.errors, sent)
  if (!form.ok || Object.keys(errors).length > 0) return run(() => show({ errors }, 422))

  return run(async () => {
    if (intent === 'check') {
      const verdict = await verdictForDraft(ctx, form.value as DraftInput)
      return show({ verdict: viewOf(verdict) }, 200)
    }
    const kept: RightForm<unknown> = { ok: true, value: form.value, values, key: form.key }
    const done = await onceFor<typeof ctx, Blocked>(args, ctx, kept, async (inside) => {
      if (intent === 'draft') {
        const draft = await saveDraft(inside, form.value as SaveDraftInput)
        return { answer: { positionId: draft.positionId, done: 'draft' } }
      }
      const result = await publishPosition(inside, form.value as PublishPositionInput)
      if (!result.ok) {
        const { verdict, verdictId, outgrown } = result
        // A new place is a draft from now on: its form goes on there, and the same form sent twice makes no second one.
        if (positionId === null) return { answer: { positionId: result.positionId, done: 'blocked' } }
        return { again: { verdict, verdictId, outgrown } }
      }
      return {
        answer: { positionId: result.positionId, done: result.state === 'published' ? 'published' : 'waiting' },
      }
    })
    if ('again' in done) {
      const { verdict, verdictId, outgrown } = done.again
      return show({ verdict: viewOf(verdict), blocked: true, verdictId, outgrown }, 422)
    }
    if (done.answer['done'] === 'blocked')
      return redirectTo(`/werkgever/plekken/${done.answer['positionId']}/bewerken?toets=${BLOCKED}`)
    return redirectTo(`/werkgever/plekken/${done.answer['positionId']}?gedaan=${done.answer['done']}`)
  })
}

/** The fields as they were typed. Which position it is comes from the address alone. */
function typedIn(fields: URLSearchParams, positionId: string | null): Typed {
  const values: Typed = {}
  for (const name of new Set(fields.keys())) {
    if (name === KEY_FIELD || name === 'intent' || name === '__proto__' || name.length > 100) continue
    const all = fields.getAll(name)
    values[name] = all.length > 1 ? all : (all[0] ?? '')
  }
  delete values['positionId']
  return positionId === null ? values : { ...values, positionId }
}

/** A search that led to a choice has done its work: the list goes, the choice stays. */
function withoutDoneSearches(values: Typed, intent: string): Typed {
  if (intent === 'search') return values
  const kept = { ...values }
  for (const [search, choice] of SEARCHES) if (kept[choice]?.length) delete kept[search]
  return kept
}
const SEARCHES = [
  ['occupationSearch', 'occupationUri'],
  ['neededSearch', 'neededSkills'],
  ['taughtSearch', 'taughtSkills'],
] as const

/** A verdict without the inputs that the rules read. */
export const viewOf = (verdict: Verdict): VerdictView => ({
  outcome: verdict.outcome,
  reasons: verdict.reasons.map(({ ruleId, outcome, code, params, basis, approved }) => ({
    ruleId,
    outcome: approved ? 'ok' : outcome,
    code,
    params,
    basis: basis.kind,
  })),
})
