import { expect, test } from 'vitest'
import { hits, sourcesIn } from './sources.ts'

/** Bad inputs that cannot come in, since nothing of ours takes them: groups 17, 30 and 37 of the list in reliability.md. */
const product = sourcesIn(['app', 'server', 'workers', 'db']).filter(({ path }) => !path.startsWith('db/migrations'))
const served = product.filter(({ path }) => !path.startsWith('db/'))

test('17. no file is ever sent: one page reads one in the browser and sends its text, and nothing parses multipart', () => {
  expect(hits(served, /type="file"/).map((line) => line.split(':')[0])).toEqual(['app/ui/municipality/import-form.tsx'])
  const form = served.find(({ path }) => path === 'app/ui/municipality/import-form.tsx')?.text ?? ''
  expect(form).not.toMatch(/<input[^>]*name=[^>]*type="file"|<input[^>]*type="file"[^>]*name=/)
  expect(hits(served, /multipart|busboy|multer|formidable|unstable_parse|createFileSessionStorage/)).toEqual([])
})

test('30. the server fetches nothing that a person wrote: no page asks for an address, and only clients of our own settings go out', () => {
  const asked = hits(served, /type="url"|z\.url\(/).map((line) => line.split(':')[0])
  expect([...new Set(asked)]).toEqual(['server/platform/env.ts'])
  // The one in the browser asks our own page; the other clients (search engine, identity provider, mail, Redis) get their address from the settings.
  expect(hits(served, /\bfetch\(/).map((line) => line.split(':')[0])).toEqual(['app/ui/account/passkey-script.ts'])
  expect(
    hits(served, /node:https?'|undici|axios|got\(/).filter(
      (line) => !/import (type )?\{ (createServer|STATUS_CODES|type )|IncomingMessage/.test(line),
    ),
  ).toEqual([])
})

test('37. no text of a person becomes SQL: raw statements are made of our own lists only', () => {
  const raw = hits(product, /sql\.raw\(|\.unsafe\(/).map((line) => line.split(':')[0])
  expect([...new Set(raw)].sort()).toEqual(['db/bound.ts', 'db/row-level/apply.ts', 'db/schema/columns.ts'])
  // Names of columns come from the rules of the privacy room, never from a request.
  const named = hits(served, /sql\.identifier\(|\.as\([a-z]/).map((line) => line.split(':')[0])
  expect([...new Set(named)].filter((path) => !path?.startsWith('server/privacy/'))).toEqual([])
})
