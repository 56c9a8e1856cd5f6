import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { cardLines, fitStatesOf, fitWordsOf } from '#app/ui/employer/card-lines.tsx'
import { CardPreview } from '#app/ui/newcomer/card-preview.tsx'
import { FitGlyph } from '#app/ui/pictures/fit-glyph.tsx'
import { CandidateCard } from '#app/ui/pictures/pass.tsx'
import { WordsProvider, wordsFor } from '#app/ui/words/words.tsx'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '#db/values/language.ts'
import { FIT_PARTS, FIT_STATES } from '#db/values/proposals.ts'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'

/** The newcomer is promised to see exactly what the employer sees: two components, one card, so what changes the one changes the other. */
const FIT = { can: 'full', wants: 'part', practical: 'open', support: 'full' } as const
const CARD: AnonymousCard = {
  proposalId: '00000000-0000-4000-8000-000000000001',
  code: 'K7',
  state: 'shortlisted',
  since: '2026-11-20',
  answerDueOn: '2026-12-04',
  revealed: false,
  dutch: [
    { skill: 'listening', band: 'A2', tested: true, expected: null },
    { skill: 'speaking', band: 'A1', tested: false, expected: 'A2' },
    { skill: 'reading', band: 'A2', tested: false, expected: null },
    { skill: 'writing', band: 'unknown', tested: false, expected: null },
  ],
  otherLanguages: [{ language: 'eng', skill: 'speaking', band: 'B1' }],
  skills: [
    { uri: 'http://data.europa.eu/esco/skill/a', labels: { nl: 'deeg kneden', en: 'knead dough' }, needed: true },
    { uri: 'http://data.europa.eu/esco/skill/b', labels: { nl: 'brood bakken', en: 'bake bread' }, needed: false },
  ],
  otherSkills: 3,
  experience: [{ sector: 'bakery', years: '3-5' }],
  education: 'lower-secondary',
  hours: '21-28',
  days: '3-4',
  travel: '16-30',
  region: 'Midden-Utrecht',
  fromMonth: '2027-01',
  licences: ['B'],
  fit: FIT,
  leftOut: [],
}
const [listening, speaking, ...others] = CARD.dutch as [Dutch, Dutch, ...Dutch[]]
type Dutch = AnonymousCard['dutch'][number]
const [kneading, baking] = CARD.skills as [Skill, Skill]
type Skill = AnonymousCard['skills'][number]

/** One change of one thing that a card says. */
const CHANGES: Record<string, Partial<AnonymousCard>> = {
  code: { code: 'P2' },
  'level of Dutch': { dutch: [{ ...listening, band: 'B1' }, speaking, ...others] },
  'tested or not': { dutch: [{ ...listening, tested: false }, speaking, ...others] },
  'expected level': { dutch: [listening, { ...speaking, expected: null }, ...others] },
  'other language': { otherLanguages: [{ language: 'eng', skill: 'speaking', band: 'A2' }] },
  'one skill less': { skills: [kneading] },
  'needed or not': { skills: [kneading, { ...baking, needed: true }] },
  'other skills': { otherSkills: 4 },
  experience: { experience: [{ sector: 'bakery', years: '6-10' }] },
  education: { education: null },
  hours: { hours: '13-20' },
  days: { days: '1-2' },
  travel: { travel: 'over-60' },
  region: { region: 'Amersfoort' },
  start: { fromMonth: null },
  'a wider level': { dutch: [{ ...listening, band: 'A2-to-B1' }, speaking, ...others] },
  'not told whether tested': { dutch: [{ ...listening, tested: null }, speaking, ...others] },
  'wider years': { experience: [{ sector: 'bakery', years: '3-or-more' }] },
  'wider education': { education: 'secondary' },
  'wider hours': { hours: '21-or-more' },
  later: { fromMonth: 'later' },
  'left out': { travel: null, leftOut: ['travel'] },
  licences: { licences: [] },
  'licences together': { licences: 'all' },
  'licences not told': { licences: null, leftOut: ['licences'] },
  'not all skills told': { leftOut: ['skills'] },
  'no skill told': { skills: [], otherSkills: 0, leftOut: ['skills'] },
  'no fit': { fit: null, leftOut: ['fit'] },
  ...Object.fromEntries(
    FIT_PARTS.flatMap((part) =>
      FIT_STATES.filter((state) => state !== FIT[part]).map((state) => [
        `fit: ${part} ${state}`,
        { fit: { ...FIT, [part]: state } },
      ]),
    ),
  ),
}

const html = (element: ReactElement, language: ScreenLanguage = 'nl') =>
  renderToStaticMarkup(<WordsProvider language={language}>{element}</WordsProvider>)
const forEmployer = (card: AnonymousCard) =>
  html(
    <CandidateCard
      code={card.code}
      title={card.code}
      fit={card.fit && { states: fitStatesOf(card.fit), words: fitWordsOf(card.fit, wordsFor('nl')) }}
      status={null}
      items={cardLines(card, wordsFor('nl'))}
    />,
  )
const forNewcomer = (card: AnonymousCard, language: ScreenLanguage) =>
  html(<CardPreview card={card} pictogram="bakery" />, language)

describe.each(SCREEN_LANGUAGES)('the card that a newcomer sees before the yes, in %s', (language) => {
  it.each(Object.entries(CHANGES))('tells what the employer sees: %s', (_name, change) => {
    const other = { ...CARD, ...change }
    expect(forEmployer(other)).not.toBe(forEmployer(CARD))
    expect(forNewcomer(other, language)).not.toBe(forNewcomer(CARD, language))
  })

  it('draws the same fit and says it in words', () => {
    const glyph = html(<FitGlyph states={fitStatesOf(FIT)} />)
    expect(forEmployer(CARD)).toContain(glyph)
    const seen = forNewcomer(CARD, language)
    expect(seen).toContain(glyph)
    const { t } = wordsFor(language)
    for (const part of FIT_PARTS) expect(seen).toContain(t(`newcomer.card.part.${part}`))
    for (const state of FIT_STATES) expect(seen).toContain(t(`enum.fitState.${state}`))
  })
})

it('no field of the card is left out of the comparison', () => {
  const compared = new Set(Object.values(CHANGES).flatMap((change) => Object.keys(change)))
  // Which proposal it is and how it stands: the pages say that beside the card.
  const beside = ['proposalId', 'state', 'since', 'answerDueOn', 'revealed']
  expect([...compared, ...beside].sort()).toEqual(Object.keys(CARD).sort())
})
