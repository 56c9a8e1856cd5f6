const LONGEST = 200
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * A path as the log may keep it: words of the site map and ids of ours stay, all else that somebody may have typed is a star.
 *
 * @param words every part of the paths of the site map that is no parameter
 */
export const loggedPath = (path: string, words: ReadonlySet<string>): string =>
  path
    .split('?', 1)[0]
    ?.split('/')
    .map((part) => (part === '' || words.has(part) || ID.test(part) ? part : '*'))
    .join('/')
    .slice(0, LONGEST) ?? ''

/** The words of the paths of a site map, with those of the files and of the languages. */
export function wordsOfPaths(paths: readonly (string | undefined)[], more: readonly string[]): Set<string> {
  const parts = paths.flatMap((path) => path?.split('/') ?? []).filter((part) => !/[:*]/.test(part))
  return new Set([...parts, ...more])
}
