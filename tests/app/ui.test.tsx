import { readdirSync, readFileSync } from 'node:fs'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { EmptyState } from '#app/ui/empty.tsx'
import { CheckList, Choice, RadioList } from '#app/ui/form/choices.tsx'
import { describedBy, fieldId } from '#app/ui/form/field.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { DateInput, NumberInput, Select, TextArea, TextInput, TimeInput } from '#app/ui/form/inputs.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { DIRECTED, ICONS, type IconName } from '#app/ui/icon-paths.ts'
import { Inbox } from '#app/ui/inbox.tsx'
import { PICTOGRAMS } from '#app/ui/pictogram-paths.ts'
import { FitGlyph } from '#app/ui/pictures/fit-glyph.tsx'
import { Funnel } from '#app/ui/pictures/funnel.tsx'
import { LanguageLadder } from '#app/ui/pictures/language-ladder.tsx'
import { VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { NewcomerSheet } from './sheet-newcomer.tsx'
import { StaffSheet } from './sheet-staff.tsx'
import { SHEET_WORDS } from './sheet-words.ts'

const html = (element: ReactElement) => renderToStaticMarkup(element)
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0])

const SHEETS: [string, string][] = [
  ['newcomer, Dutch', html(<NewcomerSheet w={SHEET_WORDS.nl} />)],
  ['newcomer, Arabic', html(<NewcomerSheet w={SHEET_WORDS.ar} />)],
  ['staff', html(<StaffSheet />)],
  ['staff, dark', html(<StaffSheet theme="dark" />)],
]

describe.each(SHEETS)('every component on one page: %s', (_name, page) => {
  it('never lets the browser refuse a form: no required, no disabled, every POST form is novalidate', () => {
    expect(all(page, /\s(required|disabled)(?:=""|\s|>)/g)).toEqual([])
    const forms = all(page, /<form([^>]*)>/g).filter((form) => form.includes('post') && !form.includes('/uitloggen'))
    for (const form of forms) expect(form).toContain('novalidate')
  })

  it('has no inline style and no script, so that the strictest content policy holds', () => {
    expect(page).not.toMatch(/\sstyle="/)
    expect(page).not.toMatch(/<script|\son[a-z]+="/)
  })

  it('gives every id once, and every label, description and error link an existing id', () => {
    const ids = all(page, /\sid="([^"]+)"/g)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const wanted = [
      ...all(page, /\sfor="([^"]+)"/g),
      ...all(page, /\saria-(?:labelledby|describedby)="([^"]+)"/g).flatMap((list) => list.split(' ')),
    ]
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('binds every visible input to a label', () => {
    const labelled = new Set(all(page, /\sfor="([^"]+)"/g))
    const wrapped = all(page, /<label[^>]*>(.*?)<\/label>/gs).join('')
    for (const input of all(page, /<(?:input|select|textarea)[^>]*>/g)) {
      if (input.includes('type="hidden"') || wrapped.includes(input)) continue
      expect(labelled).toContain(/\sid="([^"]+)"/.exec(input)?.[1])
    }
  })

  it('hides every drawing from screen readers and gives every table its row heads', () => {
    for (const svg of all(page, /<svg[^>]*>/g)) expect(svg).toContain('aria-hidden="true"')
    for (const table of all(page, /<table.*?<\/table>/gs)) expect(table).toMatch(/scope="row"/)
  })

  it('has one main, one first heading at most, and a way past the menu', () => {
    expect(all(page, /<main[^>]*>/g)).toHaveLength(1)
    expect(all(page, /<h1/g).length).toBeLessThanOrEqual(1)
    expect(page).toContain('href="#inhoud"')
    expect(page).toMatch(/<form[^>]*method="post" action="\/uitloggen"/)
  })
})

describe('pictures', () => {
  it('say the same in a table or are one themselves', () => {
    const [, newcomer] = SHEETS[0] ?? ['', '']
    const [, staff] = SHEETS[2] ?? ['', '']
    for (const picture of ['in-fit', 'in-ladder', 'in-strip']) {
      expect(newcomer.slice(newcomer.indexOf(`class="${picture}"`))).toMatch(/<details>.*<table/s)
    }
    expect(newcomer).toMatch(/<table class="in-week">/)
    expect(newcomer).toMatch(/<ol class="in-journey">/)
    expect(staff).toMatch(/<table class="in-heat">/)
    for (const picture of ['in-fsteps', 'in-fair']) {
      expect(staff.slice(staff.indexOf(`class="${picture}"`))).toMatch(/<details>.*<table/s)
    }
  })

  it('a suppressed count shows its word, and its size tells nothing', () => {
    const funnel = (count: number | null) =>
      html(
        <Funnel
          suppressed="under ten"
          table={{ label: 't', head: ['a', 'b', 'c'] }}
          stages={[
            { label: 'open', count: 100 },
            { label: 'placed', count },
          ]}
        />,
      )
    expect(funnel(null)).toContain('<b>under ten</b>')
    expect(funnel(null)).toContain('<td>under ten</td>')
  })

  it('draws an unknown level as nothing reached, and expected as dashed', () => {
    const { ladder: words } = SHEET_WORDS.nl
    const unknown = html(<LanguageLadder rows={[{ icon: 'ear', name: 'x', have: null }]} words={words} />)
    expect(unknown).not.toContain('l-me')
    expect(unknown).toContain(words.unknown)
    const grows = html(
      <LanguageLadder rows={[{ icon: 'ear', name: 'x', have: 'alfa-c', expected: 'A1' }]} words={words} />,
    )
    expect(all(grows, /class="(l-me|l-exp)"/g)).toEqual(['l-me', 'l-exp'])
    expect(grows).toContain('Alfa C')
  })

  it('mirrors the ladder in a right-to-left page', () => {
    const first = (dir: 'ltr' | 'rtl') =>
      all(
        html(
          <LanguageLadder dir={dir} rows={[{ icon: 'ear', name: 'x', have: 'none' }]} words={SHEET_WORDS.nl.ladder} />,
        ),
        / x="(\d+)" y/g,
      )[0]
    expect([first('ltr'), first('rtl')]).toEqual(['1', '109'])
  })

  it('keeps the three fit states apart without colour', () => {
    expect(html(<FitGlyph states={['full']} />)).not.toContain('46 100')
    expect(html(<FitGlyph states={['part']} />)).toContain('46 100')
    expect(html(<FitGlyph states={['open']} />)).not.toContain('pathLength')
  })

  it('a verdict that a person must decide is never green', () => {
    const words = { region: 'r', outcomes: { ok: 'ok', warn: 'warn', human: 'human', block: 'block' }, mend: 'mend' }
    for (const [outcome, tone] of [
      ['ok', 'ok'],
      ['warn', 'warn'],
      ['human', 'warn'],
      ['block', 'error'],
    ] as const) {
      const panel = html(<VerdictPanel outcome={outcome} title="t" items={[{ outcome, title: 'i' }]} words={words} />)
      expect(panel).toContain(`in-verdict--${tone}`)
      expect(panel).toContain(`<li class="is-${tone}">`)
      expect(panel).toContain(`<span class="in-hidden">${outcome}: </span>`)
    }
  })
})

describe('forms', () => {
  it('makes one id from a name, for the input and for the link to it', () => {
    expect(fieldId('mentor.hours[0]')).toBe('mentor-hours-0')
    expect(fieldId('name')).toBe('name')
    expect(describedBy({ name: 'a.b', hint: 'h', error: 'e' })).toBe('a-b-hint a-b-error')
    expect(describedBy({ name: 'a' })).toBeUndefined()
  })

  it('every kind of input shows its error, says that it is required, and is what the summary links to', () => {
    const options = [{ value: 'x', label: 'x' }]
    const base = { label: 'l', error: 'mend this', required: true }
    const page = html(
      <PostForm idempotencyKey="k1">
        <ErrorSummary
          title="errors"
          errors={{
            'a[0]': ['mend this'],
            b: ['mend this'],
            c: ['mend this'],
            d: 'mend this',
            e: ['mend this'],
            f: ['mend this'],
            g: ['mend this'],
            h: ['mend this'],
            i: ['mend this'],
            none: [],
            '': ['whole form'],
          }}
        />
        <TextInput name="a[0]" {...base} />
        <NumberInput name="b" {...base} />
        <TextArea name="c" {...base} />
        <Select name="d" {...base} options={options} />
        <DateInput name="e" {...base} />
        <TimeInput name="f" {...base} />
        <CheckList name="g" {...base} options={options} />
        <RadioList name="h" {...base} options={options} />
        <Choice name="i" {...base} options={options} />
      </PostForm>,
    )
    const links = all(page, /href="#([^"]+)"/g)
    expect(links).toEqual(['a-0', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
    for (const id of links) {
      expect(page).toContain(` id="${id}"`)
      expect(page).toContain(` id="${id}-error"`)
    }
    expect(all(page, /aria-required="true"/g)).toHaveLength(6)
    expect(page).toContain('<span>whole form</span>')
    expect(page).toContain('<input type="hidden" name="key" value="k1"/>')
    expect(page).toMatch(/<h2 id="errors" tabindex="-1" autofocus=""/)
  })

  it('draws no summary without errors', () => {
    expect(html(<ErrorSummary title="t" errors={{ a: [], b: undefined, c: null }} />)).toBe('')
  })

  it('starts a choice with nothing chosen', () => {
    expect(html(<Choice name="c" label="l" options={[{ value: 'yes', label: 'yes' }]} />)).not.toContain('checked')
  })
})

describe('lists', () => {
  it('show the empty state instead of an empty table or inbox', () => {
    const empty = <EmptyState pictogram="week" title="nothing" />
    expect(html(<DataTable caption="c" columns={[]} rows={[]} keyOf={String} empty={empty} />)).toContain('in-empty')
    expect(
      html(<Inbox label="l" order="o" items={[]} open={false} back={{ href: '#', label: 'b' }} empty={empty} />),
    ).toContain('in-empty')
  })
})

describe('icons', () => {
  it('draws every name, and mirrors only those that point', () => {
    for (const name of Object.keys(ICONS) as IconName[]) {
      const icon = html(<Icon name={name} />)
      expect(icon).toMatch(/ d="M/)
      expect(icon.includes('i--flip')).toBe(DIRECTED.has(name))
    }
  })

  it('has 33 pictograms, each stroke with a known paint', () => {
    expect(Object.keys(PICTOGRAMS)).toHaveLength(33)
    for (const stroke of Object.values(PICTOGRAMS).flat())
      expect(stroke).toMatch(/^(pa|ps|pl|pw|pk|pkf)(\/[\d.]+b?)? M/)
  })
})

describe('styles', () => {
  const folder = new URL('../../app/ui/styles/', import.meta.url)
  const sheets = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)

  it.each(sheets)('%s says start and end, never left and right', (_name, css) => {
    expect(all(css, /(?:margin|padding|border(?:-\w+)?)-(?:left|right)/g)).toEqual([])
    expect(all(css, /[{;]\s*(?:(?:left|right)\s*:|float\s*:\s*(?:left|right))/g)).toEqual([])
    expect(all(css, /text-align:\s*(?:left|right)/g)).toEqual([])
  })

  it('the one exception, the arrow of a select, has its mirror image', () => {
    const css = sheets.map(([, text]) => text).join('')
    const physical = all(css, /background-position:[^;}]*(?:left|right)[^;}]*/g)
    expect(physical).toHaveLength(2)
    expect(css).toMatch(/\[dir=rtl\] select\.in-input\{background-position:left/)
  })

  it.each(sheets)('%s has balanced braces and asks nothing from outside', (_name, css) => {
    expect(css.split('{').length).toBe(css.split('}').length)
    expect(all(css, /url\(([^)]+)\)/g).filter((url) => !url.startsWith('/fonts/'))).toEqual([])
    expect(css).not.toContain('@import')
  })

  it('every block and element class that the components use is styled', () => {
    const css = sheets.map(([, text]) => text).join('')
    const used = new Set(
      SHEETS.flatMap(([, page]) => all(page, /class="([^"]+)"/g).flatMap((list) => list.split(/--[\w-]+| /))),
    )
    const unstyled = [...used].filter((name) => name.startsWith('in-') && !new RegExp(`\\.${name}(?![\\w-])`).test(css))
    expect(unstyled).toEqual([])
  })
})
