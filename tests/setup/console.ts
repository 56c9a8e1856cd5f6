import { afterEach, beforeEach } from 'vitest'

/** What a test may say to console.error; every other word there fails it, since nobody reads a log of passing tests. */
let expected: RegExp[] = []
let said: string[] = []

/** Announces that this test makes the code under test write to console.error. */
export function expectConsoleError(pattern: RegExp = /./): void {
  expected.push(pattern)
}

const original = console.error

beforeEach(() => {
  expected = []
  said = []
  console.error = (...words: unknown[]) => {
    const line = words.map((word) => (word instanceof Error ? (word.stack ?? word.message) : String(word))).join(' ')
    if (!expected.some((pattern) => pattern.test(line))) said.push(line)
  }
})

afterEach(() => {
  console.error = original
  if (said.length > 0) throw new Error(`console.error was called:\n${said.join('\n')}`)
})
