import { asc, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employerAnswers } from '#db/schema/monitoring.ts'
import { groupBy } from '#server/platform/group-by.ts'

/** What an employer answered before, the oldest first. */
export type GivenAnswer = { body: string; at: Date }

/**
 * The answers to signals, or to files of an audit, that came before the one that counts. The caller sees to it that the reader may see the signal or file.
 *
 * @returns by id; what was answered once or never is left out
 */
export async function earlierAnswersTo(
  db: Reader,
  about: 'signal' | 'file',
  ids: readonly string[],
): Promise<Map<string, GivenAnswer[]>> {
  if (ids.length === 0) return new Map()
  const column = about === 'signal' ? employerAnswers.signalId : employerAnswers.fileId
  const rows = await db
    .select({ about: column, body: employerAnswers.body, at: employerAnswers.writtenAt })
    .from(employerAnswers)
    .where(inArray(column, [...ids]))
    .orderBy(asc(employerAnswers.writtenAt), asc(employerAnswers.id))
  const byAbout = groupBy(rows, (row) => row.about ?? '')
  return new Map([...byAbout].map(([id, given]) => [id, given.slice(0, -1).map(({ body, at }) => ({ body, at }))]))
}
