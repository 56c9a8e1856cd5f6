import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

/** The README of the room tells the truth: its examples are run, and its tables name every field and no other. */
const ROOT = path.resolve(import.meta.dirname, '../..')
const README = fs.readFileSync(path.join(ROOT, 'server/matching/README.md'), 'utf8')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'readme-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

/** What stands under a heading, its own headings included. */
const under = (heading: string, text = README): string => {
  const level = heading.split(' ')[0] ?? ''
  const from = text.indexOf(`\n${heading}\n`)
  expect(from, heading).toBeGreaterThan(-1)
  const rest = text.slice(from + heading.length + 2)
  const end = rest.search(new RegExp(`^#{1,${level.length}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}
/** The names in the first column of the first table. */
const fieldsOf = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )

test.each(['explain', 'match'])(
  'the example of `npm run %s` prints what it says',
  { timeout: 60_000 },
  async (door) => {
    const example = under('### An example', under(`## ${door}`))
    for (const [, name = '', json = ''] of example.matchAll(/`([a-z]+\.json)`:\n\n```json\n([\s\S]*?)```/g))
      fs.writeFileSync(path.join(folder, name), json)
    const [, command = ''] = /```sh\n(.*)\n```/.exec(example) ?? []
    const blocks = [...example.matchAll(/```json\n([\s\S]*?)```/g)]
    const expected = JSON.parse(blocks.at(-1)?.[1] ?? '')
    const [program = '', ...args] = command.split(' ')
    expect([program, args[0], args[2]]).toEqual(['npm', 'run', door])
    // From another folder than the project's, as a reader would who keeps the files elsewhere.
    const { INIT_CWD: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(program, ['--prefix', ROOT, ...args], { cwd: folder, env })
    const { milliseconds, ...printed } = JSON.parse(stdout)
    if (door === 'match') expect([printed, typeof milliseconds]).toEqual([expected, 'number'])
    else expect(printed).toMatchObject(expected)
  },
)

test('the tables name every field that is asked, and no other', () => {
  const explain = under('## explain')
  expect(fieldsOf(under('### Newcomer', explain)).sort()).toEqual(Object.keys(newcomerFacts.shape).sort())
  expect(fieldsOf(under('### Position', explain)).sort()).toEqual(Object.keys(positionFacts.shape).sort())
  const found = explainFully(aNewcomerFacts(), aPositionFacts(), MATCHING_POLICY, TODAY)
  expect(fieldsOf(under('### What comes out', explain)).sort()).toEqual(
    // `missed` and `unknown` are explained with the answer.
    Object.keys(found)
      .filter((name) => name !== 'missed' && name !== 'unknown')
      .sort(),
  )
  const match = under('## match')
  expect(fieldsOf(under('### What goes in', match))).toEqual([
    ...['newcomers', 'positions', 'edges', 'coverageBonus', 'pinned'],
  ])
  const [, answer = ''] = /but for the milliseconds,\n\n```json\n([\s\S]*?)```/.exec(match) ?? []
  expect(fieldsOf(under('### What comes out', match)).sort()).toEqual(
    [...Object.keys(JSON.parse(answer)), 'milliseconds'].sort(),
  )
})
