import type { z } from 'zod'

/** Facts, or each thing that is wrong with them as `field: what is wrong`, fields with dots (`dutch.speaking.level`). */
type Read<T> = { facts: T } | { problems: string[] }

const nameOf = (path: readonly PropertyKey[]): string => path.map(String).join('.')

/**
 * Facts as somebody outside wrote them, checked against the engine's own schema. A field that is not listed is refused,
 * protected attributes included (ruling 21), also deep inside; a field that is left out is named.
 */
export const readFacts = <S extends z.ZodType>(schema: S, given: unknown): Read<z.infer<S>> => {
  const read = schema.safeParse(given)
  if (read.success) return { facts: read.data }
  return {
    problems: read.error.issues.flatMap((issue) => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => `${nameOf([...issue.path, key])}: this field is not accepted.`)
      const field = nameOf(issue.path) || '(the whole file)'
      return [`${field}: ${isAbsent(given, issue.path) ? 'is missing.' : issue.message}`]
    }),
  }
}

const isAbsent = (given: unknown, path: readonly PropertyKey[]): boolean => {
  let at: unknown = given
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !(step in at)) return true
    at = (at as Record<PropertyKey, unknown>)[step]
  }
  return false
}
