import { type Outcome, once, onceBy, type Submission } from '#server/accounts/once.ts'
import { accountsKey, keyedDigest } from '#server/accounts/tokens.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Args } from './context.ts'
import { markDenied } from './denied.ts'
import type { RightForm } from './form.ts'

const DENIED = { forbidden: 403, 'not-found': 404 } as const

/**
 * Runs the command of a form once, however often the form is sent (`server/accounts/once`). Call it inside `run`.
 *
 * @param form a right form with its key
 * @param work uses the ctx that it is given, never the outer one
 * @returns `{ answer }` to go on with, or `{ again }` when the command gave a verdict and nothing was decided
 * @throws a 400 Response for a form without a key: the page forgot `<input type="hidden" name="key">`, or somebody wrote the form themselves
 */
export async function onceFor<A extends Ctx, T = never>(
  args: Args,
  ctx: A,
  form: RightForm<unknown>,
  work: (ctx: A) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await once<T>(ctx, submissionOf(args, form), (inside) => work(inside as A))
  } catch (error) {
    // A page may say it at a field of the form; that it was refused is written down either way.
    if (error instanceof Refusal && error.code in DENIED) markDenied(args, DENIED[error.code as keyof typeof DENIED])
    throw error
  }
}

/**
 * The same for a form of a visitor, or of a session before its second step.
 *
 * @param who the account, or null for a visitor
 * @throws as `onceFor`
 */
export const onceForAnybody = async <A extends Pick<Ctx, 'db' | 'now'>, T = never>(
  args: Args,
  who: string | null,
  ctx: A,
  form: RightForm<unknown>,
  work: (ctx: A, key: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const sent = submissionOf(args, form)
  return onceBy<A, T>(who, ctx, sent, (inside) => work(inside, sent.key))
}

/** A form as the table of sent forms knows it. What was typed goes in as a keyed digest: a plain one of a phone number or a code is guessed in a second. */
function submissionOf({ request, context }: Args, { key, values }: RightForm<unknown>): Submission {
  if (key === null) throw new Response(null, { status: 400 })
  const fields = Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1))
  const typed = keyedDigest(accountsKey(context.env.sessionSecret), 'form', JSON.stringify(fields))
  return { key, route: new URL(request.url).pathname, body: { typed: typed.toString('base64url') } }
}
