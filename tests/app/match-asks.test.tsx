import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { asOnPage, checkPosted } from '#app/routes/coach.intake-form.ts'
import { shownExplanation } from '#app/routes/coach.match-view.ts'
import { IntakeSkills } from '#app/ui/coach/intake-skills.tsx'
import { MatchChange } from '#app/ui/coach/match-change.tsx'
import { WordsProvider } from '#app/ui/words/words.tsx'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { PROFILE_SECTIONS } from '#server/newcomers/profile-sections.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

const asked = (newcomer: Partial<NewcomerFacts>, position: Parameters<typeof aPositionFacts>[0] = {}) => {
  const found = explainFully(aNewcomerFacts(newcomer), aPositionFacts(position), MATCHING_POLICY, TODAY)
  const page = renderToStaticMarkup(
    <WordsProvider language="nl">
      <MatchChange explanation={shownExplanation(found)} newcomerId="n1" labels={{}} />
    </WordsProvider>,
  )
  return { page, links: [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => href) }
}

describe('the match page asks for what is not known', () => {
  it('each missing fact by name, with the part of the intake that has its field', () => {
    const licences = asked({ licences: null }, { licences: ['B'] })
    expect(licences.page).toContain('Welke papieren zijn er, of zijn er geen?')
    expect(licences.links).toEqual(['/coach/deelnemers/n1/intake/skills'])
    const hours = asked({ hours: null })
    expect(hours.page).toContain('Hoeveel uren per week: het minste en het meeste?')
    expect(hours.links).toEqual(['/coach/deelnemers/n1/intake/practical'])
    const move = asked({ futurePlace: { from: null, place: { lat: 52.1, lon: 5.1 } } })
    expect(move.page).toContain('Op welke dag is de verhuizing?')
    expect(move.links).toEqual(['/coach/deelnemers/n1/intake/basics'])
    expect(asked({ mayWork: { known: false, allowed: false, from: null, until: null } }).links).toEqual([
      '/coach/deelnemers/n1/intake/practical',
    ])
  })

  it('one fact behind two gates is asked once; what the place lacks is for the employer', () => {
    const lesson = { kind: 'lesson' as const, weekday: 1, from: 1080, to: 1140 }
    const slots = [...aNewcomerFacts().slots, lesson]
    expect(asked({ place: null, slots }).links).toEqual(['/coach/deelnemers/n1/intake/basics'])
    const { page, links } = asked({}, { place: null })
    expect(links).toEqual([])
    expect(page).toContain('Het adres ontbreekt')
    expect(page).toContain('De werkgever')
  })

  it('where a move during the place leads, though nothing stands in the way', () => {
    const move = asked({ futurePlace: { from: '2027-03-01', place: null } })
    expect(move.page).toContain('Dit houdt nu niets tegen')
    expect(move.page).toContain('Wat is de nieuwe postcode?')
    expect(move.links).toEqual(['/coach/deelnemers/n1/intake/basics'])
    expect(asked({}).page).not.toContain('Dit houdt nu niets tegen')
  })

  it('the parts that it leads to have the fields', () => {
    const fieldsOf = (section: keyof typeof PROFILE_SECTIONS) => Object.keys(PROFILE_SECTIONS[section].shape)
    expect(fieldsOf('basics')).toEqual(expect.arrayContaining(['postcode4', 'futurePostcode4', 'futureFrom']))
    expect(fieldsOf('skills')).toEqual(expect.arrayContaining(['skills', 'licences', 'hasNoLicences']))
    expect(fieldsOf('practical')).toEqual(
      expect.arrayContaining(['hoursMin', 'hoursMax', 'travelMeans', 'maxTravelMinutes', 'availableFrom', 'workRight']),
    )
  })
})

describe('the intake asks for papers', () => {
  const posted = (fields: Record<string, string | string[]>) => ({
    state: { fields, rows: { skills: [] } },
    intent: 'save',
    version: '1',
    key: '00000000-0000-4000-8000-000000000002',
    sent: new URLSearchParams(),
  })
  const check = (fields: Record<string, string | string[]>) =>
    checkPosted('skills', '00000000-0000-4000-8000-000000000001', posted(fields))

  it('asked and none is another answer than nothing chosen, and not to be had together with papers', () => {
    for (const [fields, value] of [
      [{}, { licences: [], hasNoLicences: false }],
      [{ hasNoLicences: 'on' }, { licences: [], hasNoLicences: true }],
      [{ licences: ['B', 'vca'] }, { licences: ['B', 'vca'], hasNoLicences: false }],
    ] as const)
      expect(check({ ...fields } as Record<string, string | string[]>)).toMatchObject({ ok: true, form: { value } })
    expect(check({ licences: 'B', hasNoLicences: 'on' })).toEqual({
      ok: false,
      errors: { licences: ['none-and-some'] },
    })
    expect(asOnPage({ licences: ['none-and-some'] }, {}, { fields: {}, rows: {} })).toEqual({
      licences: ['none-and-some'],
    })
  })

  it('the box is ticked when somebody asked and there are none', () => {
    const page = (hasNoLicences: string) =>
      renderToStaticMarkup(
        <WordsProvider language="nl">
          <IntakeSkills
            state={{ fields: { licences: [], hasNoLicences }, rows: { skills: [] } }}
            errors={{}}
            labels={{}}
            found={{}}
          />
        </WordsProvider>,
      )
    expect(page('on')).toMatch(/name="hasNoLicences"[^>]*checked/)
    expect(page('')).not.toMatch(/name="hasNoLicences"[^>]*checked/)
  })
})
