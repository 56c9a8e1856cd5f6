/** The requests whose form was refused: an action and the loaders after it share one load context. */
const refused = new WeakSet<object>()

/** An action says that it shows its form again, so that the loader of the same answer can put "Fout: " before the title. */
export function markRefused({ context }: { context: object }): void {
  refused.add(context)
}

/** Whether this answer shows a form again. */
export const wasRefused = ({ context }: { context: object }): boolean => refused.has(context)
