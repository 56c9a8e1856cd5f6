import { randomUUID } from 'node:crypto'

const url = process.env['TEST_MEILI_URL']

/** The Meilisearch of this test run, or undefined when the machine has none: then ask with `test.skipIf(!meilisearch)`. */
export const meilisearch: { url: string; key: string } | undefined = url
  ? { url, key: process.env['TEST_MEILI_KEY'] ?? '' }
  : undefined

/** A prefix of one's own, so that test files can share one Meilisearch: for MEILI_PREFIX. */
export const anIndexPrefix = (): string => `test-${randomUUID().slice(0, 8)}-`
