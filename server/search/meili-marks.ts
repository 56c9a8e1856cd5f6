import type { Meilisearch } from 'meilisearch'
import { codeOf } from './meili-keys.ts'
import type { Mark } from './port.ts'

/** One request is one snapshot of the index; pages would not be (search.md, section 6). */
export async function marksOf(client: Meilisearch, index: string): Promise<Map<string, Mark> | null> {
  try {
    const { results } = await client.index(index).getDocuments({ fields: ['id', 'v', 'h'], limit: 1_000_000 })
    return new Map(
      results.map((one) => [String(one['id']), { version: Number(one['v']), hash: String(one['h']) }] as const),
    )
  } catch (error) {
    if (codeOf(error) === 'index_not_found') return null
    throw error
  }
}
