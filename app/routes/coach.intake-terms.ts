import type { IntakeSection } from '#app/ui/coach/intake-sections.ts'
import { type Found, type IntakeState, textIn } from '#app/ui/coach/intake-state.ts'
import type { Db } from '#db/client.ts'
import { employerNames, employersNamed } from '#server/employers/reads.ts'
import { occupationsByUri, searchOccupations, searchSkills, skillsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import type { Posted } from './coach.intake-form.ts'

/** The lists of terms of each part: which field of a row holds the term, and where it is searched. */
type TermKind = 'skill' | 'occupation' | 'employer'
const TERM_LISTS: Record<string, { field: string; kind: TermKind }> = {
  skills: { field: 'skillUri', kind: 'skill' },
  experiences: { field: 'occupationUri', kind: 'occupation' },
  occupations: { field: 'value', kind: 'occupation' },
  learning: { field: 'value', kind: 'skill' },
  noGoWork: { field: 'value', kind: 'occupation' },
  noGoEmployers: { field: 'value', kind: 'employer' },
}
const MOST_FOUND = 12
const MOST_ROWS = 60

/** Dutch labels of the terms that stand in the lists, by their address. */
export async function labelsOf(db: Db, state: IntakeState): Promise<Record<string, string>> {
  const urisOf = (kind: TermKind) =>
    Object.entries(TERM_LISTS)
      .filter(([, list]) => list.kind === kind)
      .flatMap(([name, { field }]) => (state.rows[name] ?? []).map((row) => textIn(row, field)))
      .filter((uri) => uri.length > 0 && uri.length <= 300)
  const [skills, occupations, employers] = await Promise.all([
    skillsByUri(db, urisOf('skill')),
    occupationsByUri(db, urisOf('occupation')),
    employerNames(db, urisOf('employer').filter(isId)),
  ])
  return Object.fromEntries([
    ...[...skills, ...occupations].map(([uri, term]) => [uri, labelIn(term.labels, 'nl').text]),
    ...employers,
  ])
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

async function search(db: Db, kind: TermKind, q: string): Promise<{ uri: string; label: string }[]> {
  if (kind === 'skill') return searchSkills(db, q, 'nl', MOST_FOUND)
  if (kind === 'occupation') return searchOccupations(db, q, 'nl', MOST_FOUND)
  return (await employersNamed(db, q, MOST_FOUND)).map(({ id, name }) => ({ uri: id, label: name }))
}

/** The answers to what was typed in the search fields (`q.<list>`). */
export async function searchTerms(db: Db, section: IntakeSection, posted: Posted): Promise<Found> {
  const found: Found = {}
  for (const [list, { field, kind }] of Object.entries(TERM_LISTS)) {
    const q = posted.sent.get(`q.${list}`)?.trim().slice(0, 80) ?? ''
    if (q === '' || !(list in posted.state.rows)) continue
    const there = new Set((posted.state.rows[list] ?? []).map((row) => textIn(row, field)))
    const terms = await search(db, kind, q)
    // Ready-made rows of work may repeat an occupation; a skill or a wish stands once.
    const free = list === 'experiences' ? terms : terms.filter((term) => !there.has(term.uri))
    found[list] = { q, terms: free.map(({ uri, label }) => ({ uri, label })) }
  }
  return section === 'skills' || section === 'experience' || section === 'wishes' ? found : {}
}

/** The terms that were ticked in the answers to a search become rows. */
export function addTicked(posted: Posted): IntakeState {
  const rows = { ...posted.state.rows }
  for (const [list, { field }] of Object.entries(TERM_LISTS)) {
    const ticked = posted.sent.getAll(`found.${list}`).filter((uri) => uri.length <= 300)
    const before = rows[list]
    if (!before || ticked.length === 0) continue
    const there = new Set(before.map((row) => textIn(row, field)))
    const fresh = [...new Set(ticked)].filter((uri) => list === 'experiences' || !there.has(uri))
    rows[list] = [
      ...before,
      ...fresh.map((uri) => (field === 'value' ? { value: uri } : { [field]: uri, evidence: 'self' })),
    ].slice(0, MOST_ROWS)
  }
  return { ...posted.state, rows }
}

/** What the other buttons of a form do: `remove:<list>:<row>`, `up:<list>:<row>`, `row:<list>`. */
export function changeRows(state: IntakeState, intent: string): IntakeState {
  const [what, list = '', at] = intent.split(':')
  const before = state.rows[list]
  if (!before) return state
  const row = Number(at)
  const after = [...before]
  const [moved] = before.slice(row, row + 1)
  if (what === 'remove' && moved) after.splice(row, 1)
  else if (what === 'up' && moved && row > 0) {
    after.splice(row, 1)
    after.splice(row - 1, 0, moved)
  } else if (what === 'row' && before.length < MOST_ROWS) after.push({})
  return { ...state, rows: { ...state.rows, [list]: after } }
}
