import type { Ask, Found } from './rules-ask.ts'
import type { IndexName } from './rules-filter.ts'
import type { StoredNewcomer, StoredPosition } from './stored.ts'

/** What is stored of one thing; the same in both engines. */
export type Stored = StoredPosition | StoredNewcomer

/** What a search engine must do for us; one contract suite runs over every implementation. */
export type SearchPort = {
  search(ask: Ask): Promise<Found>
  /** Replaces each document whole. */
  put(index: IndexName, documents: readonly Stored[]): Promise<void>
  drop(index: IndexName, ids: readonly string[]): Promise<void>
  /** Resolves when the engine can answer, throws otherwise. */
  health(): Promise<void>
}

/** What a document is told apart by: the version of the row and a hash of all that is stored. */
export type Mark = { version: number; hash: string }

/** An index that is being filled beside the live one. */
export type Build = {
  put(documents: readonly Stored[]): Promise<void>
  drop(ids: readonly string[]): Promise<void>
  /** Waits for everything that was put. */
  settle(): Promise<void>
  marks(): Promise<Map<string, Mark>>
  /** Takes the place of the live index in one move; what it replaces is removed. */
  goLive(): Promise<void>
}

/** An engine with a copy of its own that can be lost: it can tell what it has, and be filled anew. */
export type CopyPort = SearchPort & {
  /** Keys and whatever else the server needs before it is written to. */
  prepare(): Promise<void>
  /** Begins an index beside the live one, with the settings in force. */
  build(index: IndexName): Promise<Build>
  /** Removes what builds left behind that were not finished, with everybody in it; only while nobody builds. */
  clear(): Promise<void>
  /** Of every document; null when the index does not exist. */
  marks(index: IndexName): Promise<Map<string, Mark> | null>
}

/** Where a Meilisearch server is; null in `Env` when none is configured. */
export type MeiliSettings = { url: string; key: string; prefix: string }
