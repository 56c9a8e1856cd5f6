import { Refusal } from '#server/platform/refusal.ts'
import type { RightForm, WrongForm } from './form.ts'

/** The requests whose form was refused: an action and the loaders after it share one load context. */
const refused = new WeakSet<object>()

/** An action says that it shows its form again, so that the loader of the same answer can put "Fout: " before the title. */
export function markRefused({ context }: { context: object }): void {
  refused.add(context)
}

/** Whether this answer shows a form again. */
export const wasRefused = ({ context }: { context: object }): boolean => refused.has(context)

/**
 * The form as wrong at the one field that a command refused (a day that only the command can hold against what is stored).
 *
 * @throws the error itself where it is about something else
 */
export function wrongField(error: unknown, { values, key }: RightForm<unknown>): WrongForm {
  const { field, error: code } = error instanceof Refusal ? error.params : {}
  if (typeof field !== 'string' || typeof code !== 'string') throw error
  return { ok: false, values, errors: { [field]: [code] }, key }
}
