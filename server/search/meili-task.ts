import type { EnqueuedTask, Meilisearch, Task } from 'meilisearch'

/** A task that the server took and then could not do. Its message may quote documents or filters, so only the code is kept. */
export class MeiliTaskFailed extends Error {
  override name = 'MeiliTaskFailed'
  readonly code: string
  constructor(task: Task) {
    super(`Meilisearch task ${task.uid} (${task.type}) ${task.status}: ${task.error?.code ?? 'no code'}`)
    this.code = task.error?.code ?? task.status
  }
}

/** Codes of a task that say something of the server and not of the documents. */
const OF_THE_SERVER = ['index_not_found', 'internal', 'canceled', 'no_space_left_on_device']

/** The server works and says no to what was sent: trying the rest is useful, waiting is not. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof MeiliTaskFailed && !OF_THE_SERVER.includes(error.code)

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Waits until a task is done: often at first, since most are quick, then less. The client's own wait resolves for failed tasks too
 * (search.md, finding 10b).
 *
 * @param timeout in ms
 * @throws MeiliTaskFailed when the task failed or was cancelled; a plain error when it takes longer
 */
export async function settled(client: Meilisearch, task: EnqueuedTask, timeout = 30_000): Promise<Task> {
  const end = Date.now() + timeout
  for (let pause = 15; ; pause = Math.min(2_000, pause * 1.5)) {
    const now = await client.tasks.getTask(task.taskUid)
    if (now.status === 'succeeded') return now
    if (now.status === 'failed' || now.status === 'canceled') throw new MeiliTaskFailed(now)
    if (Date.now() > end) throw new Error(`Meilisearch task ${task.taskUid} takes longer than ${timeout} ms`)
    await sleep(pause)
  }
}
