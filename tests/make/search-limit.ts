import { setTimeout as wait } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { log } from '#server/platform/log.ts'

/** A search is with Meilisearch so long at most, in ms (contract 24). */
export const LIMIT = 1_500
/** What a machine that does more may add to it, in ms. */
export const MARGIN = 250

/**
 * Runs a search and expects that within 1.5 s it has its answer or has turned to Postgres, which it says in the log; what Postgres then needs is
 * not in it. The limit is a timer that begins beside the search, so a process that is called late is late for both.
 */
export async function inTime<R>(search: () => Promise<R>): Promise<R> {
  let turn = () => {}
  const turned = new Promise<void>((resolve) => {
    turn = resolve
  })
  const said = vi.spyOn(log, 'warn').mockImplementation(() => turn())
  try {
    const late = wait(LIMIT + MARGIN, 'late')
    const searching = search()
    expect(await Promise.race([turned, searching.then(() => undefined), late])).not.toBe('late')
    return await searching
  } finally {
    said.mockRestore()
  }
}
