import { openDatabase } from '#db/client.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { scorePart } from '#server/proposals/score-part.ts'

/**
 * One worker process of the benchmark of a whole run (matching-store.ts): connects, says that it is ready, does what it is told at the moment that it is told, says what that took,
 * and goes when it may. The queue between is left out.
 */
export type Task = { what: 'score'; partIds: string[] } | { what: 'allocate'; runId: string }
/** Of this process, all threads; the most memory that it ever held, in MB. */
export type Took = { cpuSeconds: number; residentMb: number; heapMb: number }
export type FromWorker =
  | { say: 'ready' }
  | { say: 'scored' }
  | { say: 'done'; took: Took }
  | { say: 'failed'; why: string }

const tell = (message: FromWorker): void => void process.send?.(message)

const { db, close } = openDatabase(process.argv[2] ?? '', { max: 8, statementTimeoutMs: 300_000, name: 'bench-worker' })
const work = async (task: Task): Promise<void> => {
  const ctx: Ctx = { db, actor: WORKER, now: new Date(process.argv[3] ?? '') }
  const used = process.cpuUsage()
  if (task.what === 'allocate') await allocateRun(ctx, { runId: task.runId })
  else
    for (const partId of task.partIds) {
      await scorePart(ctx, { partId })
      tell({ say: 'scored' })
    }
  const { user, system } = process.cpuUsage(used)
  const heap = process.memoryUsage()
  tell({
    say: 'done',
    took: {
      cpuSeconds: Math.round((user + system) / 1e5) / 10,
      residentMb: Math.round(process.resourceUsage().maxRSS / 1e3),
      heapMb: Math.round((heap.heapUsed + heap.arrayBuffers) / 1e6),
    },
  })
}
process.on('message', (task: Task | 'go home') => {
  if (task === 'go home') void close().then(() => process.exit(0))
  else work(task).catch((error: unknown) => tell({ say: 'failed', why: String(error) }))
})
await db.execute('select 1')
tell({ say: 'ready' })
