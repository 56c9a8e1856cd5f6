/** What a server answered, with the body as JSON. */
export type Answered = { status: number; headers: Headers; body: Record<string, unknown> }

/**
 * Requests to a Meilisearch in its own words, for tests of what the server itself does.
 *
 * @param key the master key, unless a request names another
 */
export function requestsTo({ url, key }: { url: string; key: string }) {
  const ask = async (method: string, path: string, body?: unknown, as = key): Promise<Answered> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} }
  }
  /** Waits for the task that an answer names, whatever becomes of it. */
  const ended = async (enqueued: Answered): Promise<Record<string, unknown>> => {
    for (;;) {
      const { body } = await ask('GET', `/tasks/${enqueued.body['taskUid']}`)
      if (body['status'] !== 'enqueued' && body['status'] !== 'processing') return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  /** As `ended`, for a task that is no part of the question. @throws Error when it did not succeed */
  const done = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const task = await ended(await ask(method, path, body))
    if (task['status'] !== 'succeeded') throw new Error(`${method} ${path}: ${JSON.stringify(task['error'])}`)
    return task
  }
  /** An index with these settings and documents, in that order. */
  const anIndex = async (uid: string, settings: object, documents: readonly object[]): Promise<string> => {
    await done('POST', '/indexes', { uid, primaryKey: 'id' })
    await done('PATCH', `/indexes/${uid}/settings`, settings)
    if (documents.length > 0) await done('POST', `/indexes/${uid}/documents`, documents)
    return uid
  }
  /** The ids that a search finds, sorted, with every word as we ask it. */
  const found = async (uid: string, q: string, more: object = {}): Promise<unknown[]> => {
    const asked = { q, matchingStrategy: 'all', page: 1, hitsPerPage: 1_000, ...more }
    const { status, body } = await ask('POST', `/indexes/${uid}/search`, asked)
    if (status !== 200) throw new Error(`${status} ${body['code']}`)
    return (body['hits'] as { id: unknown }[]).map((hit) => hit.id).sort()
  }
  return { ask, ended, done, anIndex, found }
}
