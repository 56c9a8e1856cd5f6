import type { EnqueuedTask, Meilisearch, Task } from 'meilisearch'

/** A task that the server took and then could not do. Its message may quote documents or filters, so only the code is kept. */
class MeiliTaskFailed extends Error {
  override name = 'MeiliTaskFailed'
  readonly code: string
  constructor(task: Task) {
    super(`Meilisearch task ${task.uid} (${task.type}) ${task.status}: ${task.error?.code ?? 'no code'}`)
    this.code = task.error?.code ?? task.status
  }
}

/**
 * Waits until a task is done. The client's own wait resolves for failed tasks too (search.md, finding 10b).
 *
 * @param timeout in ms
 * @throws MeiliTaskFailed when the task failed or was cancelled; an error of the client when it takes longer
 */
export async function settled(client: Meilisearch, task: EnqueuedTask, timeout = 30_000): Promise<Task> {
  const done = await client.tasks.waitForTask(task.taskUid, { timeout, interval: 50 })
  if (done.status !== 'succeeded') throw new MeiliTaskFailed(done)
  return done
}
