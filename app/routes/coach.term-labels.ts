import type { Db } from '#db/client.ts'
import { occupationsByUri, skillsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'

export type CodedReason = { code: string; params: Record<string, string | number> }

/** Dutch labels of the occupations and skills that these reasons name, by their address. */
export async function termLabels(db: Db, reasons: readonly CodedReason[]): Promise<Record<string, string>> {
  const uris = [
    ...new Set(
      reasons.flatMap(({ params }) =>
        Object.values(params).filter((value): value is string => typeof value === 'string' && value.includes('://')),
      ),
    ),
  ]
  const [skills, occupations] = await Promise.all([skillsByUri(db, uris), occupationsByUri(db, uris)])
  return Object.fromEntries([...skills, ...occupations].map(([uri, term]) => [uri, labelIn(term.labels, 'nl').text]))
}
