import type { Db } from '#db/client.ts'
import type { Parts } from '#server/matching/rules/reasons.ts'
import { occupationsByUri, skillsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'

/** The terms that these fits name, in the language of the page: URI -> label. */
export async function labelsOf(db: Db, fits: readonly Parts[], language: string): Promise<Record<string, string>> {
  const uris = fits
    .flatMap((parts) => Object.values(parts))
    .flatMap((part) => [...part.for, ...part.against])
    .flatMap(({ params }) => [params['uri'], params['occupation']])
    .filter((uri): uri is string => typeof uri === 'string')
  const [skills, occupations] = await Promise.all([skillsByUri(db, uris), occupationsByUri(db, uris)])
  return Object.fromEntries(
    [...skills, ...occupations].map(([uri, { labels }]) => [uri, labelIn(labels, language).text]),
  )
}
