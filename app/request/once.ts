import { type Outcome, once } from '#server/accounts/once.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Args } from './context.ts'
import type { RightForm } from './form.ts'

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
  if (form.key === null) throw new Response(null, { status: 400 })
  const route = new URL(args.request.url).pathname
  return once<T>(ctx, { key: form.key, route, body: form.values }, (inside) => work(inside as A))
}
