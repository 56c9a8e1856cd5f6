import { describe, expect, test } from 'vitest'
import { readFields, type Typed } from '#app/request/form.ts'
import { asCommand, asOnPage, centsOf, minutesOf } from '#app/routes/employer.position-fields.ts'
import { asksOf } from '#app/ui/employer/asks.ts'
import { fieldsOf, sentencesOf } from '#app/ui/employer/fields.ts'
import { wordsFor } from '#app/ui/words/words.tsx'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { PublishPositionInput } from '#server/positions/publish-position.ts'

const KEY = '0b0f9a53-6c31-4df1-9c4b-0b8c6a1d2e3f'
const PLACE = '6f1d7c1e-0b7e-4b53-9a63-2a1f0f6f7a11'

const TYPED: Typed = {
  title: 'Hulp monteur',
  occupationUri: 'https://example.org/occupation/1',
  occupationSearch: 'monteur',
  type: 'TRIAL_PLACEMENT',
  tasks: 'Gereedschap klaarleggen\n\n  Opruimen  \n',
  startsOn: '2027-01-11',
  endsOn: '',
  establishmentId: PLACE,
  seats: '2',
  hoursPerWeek: '24,5',
  hourlyWage: '€ 15,4',
  paySupports: 'travel-costs',
  supports: ['language-buddy', 'quiet-place'],
  'declaration.replacesPerson': 'no',
  'declaration.supernumerary': '',
  'declaration.intent.signed': 'yes',
  'declaration.intent.months': '6',
  'declaration.candidateFee': '0',
  'declaration.wageSubsidy': 'no',
  'declaration.wageForAge': '18',
  'declaration.linkedVacancy': 'yes',
  'declaration.vacancyReference': ' Bakker, nummer 2026-14 ',
  'dutch.speaking.level': 'A2',
  'dutch.speaking.task': 'Overleggen',
  'dutch.reading.level': '',
  'dutch.reading.task': 'Niet gevraagd',
  'other[1].language': 'eng',
  'other[1].skill': 'reading',
  'other[1].level': 'B1',
  'other[1].task': 'Handleiding',
  'week[1][0].kind': 'work',
  'week[1][0].from': '08:30',
  'week[1][0].to': '12:30',
  'week[3][1].kind': 'lesson',
  'week[3][1].from': '13.00',
  'week[3][1].to': '00:00',
}

async function read(typed: Typed) {
  const sent = asCommand(typed, KEY)
  const form = readFields(sent.body, PublishPositionInput)
  return { form, errors: asOnPage(form.ok ? {} : form.errors, sent) }
}

describe('the form of a position in the terms of the command', () => {
  test('amounts, times, lists and answers', async () => {
    const { form, errors } = await read(TYPED)
    expect(errors).toEqual({})
    if (!form.ok) throw new Error('the form is right')
    expect(form.key).toBe(KEY)
    expect(form.value).toMatchObject({
      positionId: null,
      tasks: ['Gereedschap klaarleggen', 'Opruimen'],
      endsOn: null,
      seats: 2,
      hoursPerWeek: 24.5,
      hourlyWageCents: 1540,
      supports: ['language-buddy', 'quiet-place', 'travel-costs'],
      languages: [
        { language: 'nld', skill: 'speaking', level: 'A2', task: 'Overleggen' },
        { language: 'eng', skill: 'reading', level: 'B1', task: 'Handleiding' },
      ],
      slots: [
        { weekday: 1, kind: 'work', fromMinute: 510, toMinute: 750 },
        { weekday: 3, kind: 'lesson', fromMinute: 780, toMinute: 1440 },
      ],
    })
    expect(form.value.declaration).toMatchObject({
      replacesPerson: false,
      supernumerary: null,
      intent: { signed: true, months: 6, hours: null },
      candidateFeeCents: 0,
      wageSubsidy: false,
      wageForAge: 18,
      linkedVacancy: true,
      vacancyReference: 'Bakker, nummer 2026-14',
      decision: null,
      followUp: null,
    })
  })

  test('errors stand at the fields of the page, in its order', async () => {
    const { errors } = await read({
      ...TYPED,
      tasks: '',
      hourlyWage: 'veel',
      hoursPerWeek: 'vier',
      'week[1][0].to': '08:00',
      'week[3][1].from': '13:10',
      'other[1].skill': '',
      'declaration.decision.reference': 'B-12',
    })
    expect(Object.fromEntries(Object.entries(errors).map(([name, [code]]) => [name, code]))).toEqual({
      tasks: 'too-few',
      hourlyWage: 'not-a-number',
      hoursPerWeek: 'not-a-number',
      'week[1][0].to': 'slot-order',
      'week[3][1].from': 'slot-half-hour',
      'other[1].skill': 'not-in-list',
      'declaration.decision.body': 'required',
    })
    const words = wordsFor('nl')
    const sentences = sentencesOf(errors, words)
    expect(Object.keys(sentences)).toEqual([
      'tasks',
      'hoursPerWeek',
      'week[1][0].to',
      'week[3][1].from',
      'hourlyWage',
      'other[1].skill',
      'declaration.decision.body',
    ])
    expect(sentences['week[1][0].to']).toBe('maandag, blok 1: tot: De eindtijd ligt voor de begintijd')
  })

  test('every field that can be wrong has a label', () => {
    const words = wordsFor('nl')
    const fields = fieldsOf({}, {}, words)
    const search = ['other[1].task', 'dutch.writing.level', 'week[7][3].kind']
    for (const name of [...Object.keys(TYPED), ...search]) {
      expect(fields.of(name).label, name).not.toBe('')
      expect(fields.of(name).label, name).not.toContain('employer.')
    }
  })
})

test('amounts of money and times of day as people write them', () => {
  expect(['15,40', '15.4', '€ 15', '', '15,400', '1e3', '-1'].map(centsOf)).toEqual([
    '1540',
    '1540',
    '1500',
    '',
    null,
    null,
    null,
  ])
  expect(['8.30', '08:30', '8', 'half 9'].map((text) => minutesOf(text, false))).toEqual([510, 510, 480, null])
  expect(minutesOf('00:00', true)).toBe(1440)
})

test('a paid job is asked nothing against displacement, and nothing is asked before a type is chosen', () => {
  const groups = ['decision', 'extra', 'replaces', 'reason', 'intention', 'followUp', 'insurance', 'plan'] as const
  const asked = (type: (typeof POSITION_TYPES)[number] | null) => groups.filter((group) => asksOf(type)(group))
  expect(asked('REGULAR_JOB')).toEqual([])
  expect(asked(null)).toEqual([])
  expect(asked('TRIAL_PLACEMENT')).toEqual([
    'decision',
    'replaces',
    'reason',
    'intention',
    'followUp',
    'insurance',
    'plan',
  ])
  expect(asked('VOLUNTEER')).toEqual(['extra', 'replaces', 'reason', 'insurance'])
  for (const type of POSITION_TYPES) expect(asksOf(type)('plan')).toBeTypeOf('boolean')
})
