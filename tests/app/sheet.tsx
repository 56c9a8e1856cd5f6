/** Draws every component into .data/sheet/*.html, to look at: `npx tsx tests/app/sheet.tsx`, then serve the repository's root. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { NewcomerSheet } from './sheet-newcomer.tsx'
import { StaffSheet } from './sheet-staff.tsx'
import { SHEET_WORDS } from './sheet-words.ts'

const root = new URL('../../', import.meta.url)
const out = new URL('.data/sheet/', root)

const css = async (...names: string[]) =>
  (await Promise.all(names.map((name) => readFile(new URL(`app/ui/styles/${name}.css`, root), 'utf8'))))
    .join('\n')
    .replaceAll('url(/fonts/', 'url(../../public/fonts/')

async function write(file: string, lang: string, sheets: string[], page: ReactElement): Promise<void> {
  const html = `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${file}</title><style>${await css(...sheets)}</style></head><body>${renderToStaticMarkup(page)}</body></html>`
  await writeFile(new URL(`${file}.html`, out), html)
}

await mkdir(out, { recursive: true })
const shared = ['tokens', 'components']
await write('newcomer-nl', 'nl', shared, <NewcomerSheet w={SHEET_WORDS.nl} />)
await write('newcomer-ar', 'ar', shared, <NewcomerSheet w={SHEET_WORDS.ar} />)
await write('staff', 'nl', [...shared, 'staff'], <StaffSheet />)
await write('staff-list', 'nl', [...shared, 'staff'], <StaffSheet open={false} />)
await write('staff-dark', 'nl', [...shared, 'staff'], <StaffSheet theme="dark" />)
