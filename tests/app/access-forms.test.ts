import { expect, test } from 'vitest'
import { DOORS, type Door } from '#server/access/doors.ts'
import { type Action, type Person, type Reach, ROWS } from '#server/access/matrix.ts'
import { FORMS } from './access-forms.ts'

const doors: Readonly<Record<string, Door>> = DOORS

/** How far what a form does reaches, for the columns that may open its page. */
function reaches(page: string, row: Action): Reach[] {
  const opens = doors[page]?.opens
  const by: Partial<Record<Person, Reach>> = opens ? ROWS[opens].by : {}
  const columns = Object.entries(ROWS[row].by) as [Person, Reach][]
  return columns.filter(([person]) => by.anyone ?? by[person]).map(([, reach]) => reach)
}

const taken = Object.entries(doors).flatMap(([page, { takes = [] }]) => takes.map((row) => ({ page, row })))
const forms = Object.entries(FORMS).flatMap(([page, all]) => all.map((form) => ({ page, ...form })))
const isFilled = (page: string, row: Action) => forms.some((form) => form.page === page && form.row === row)

test('every form that reaches further than what is open to all or one’s own is filled in, so that the command is reached', () => {
  const empty = taken
    .filter(({ page, row }) => reaches(page, row).some((reach) => reach !== 'any' && reach !== 'self'))
    .filter(({ page, row }) => !isFilled(page, row))
  expect(empty.map(({ page, row }) => `${page} ${row}`)).toEqual([])
})

test('a filled form stands for a row of its page', () => {
  const strange = forms.filter(({ page, row }) => !taken.some((one) => one.page === page && one.row === row))
  expect(strange.map(({ page, row }) => `${page} ${row}`)).toEqual([])
})

/** Forms that name no object: what they make or change is of the organisation of the session, and no field of theirs says otherwise. */
const NAMELESS: Readonly<Partial<Record<Action, string>>> = {
  'newcomer.create': 'somebody new, in the caseload and the municipality of the coach',
  'account.invite': 'a seat of the own organisation; mailing again and taking back name an invitation',
  'case.draw-audit': 'the files of a year in the own municipality',
  'case.propose-profile': 'the next version of the own municipality',
  'organisation.create': 'an employer that is not there yet',
  'outbox.revive': 'all that was left undone',
  'reference.import-tensions': 'figures of the own region, which each row of the file repeats',
}

test('a form names an object, or the reason why it cannot stands here', () => {
  const nameless = forms.filter(({ names }) => names === 'nothing').map(({ row }) => row)
  expect([...new Set(nameless)].sort()).toEqual(Object.keys(NAMELESS).sort())
})

test('the form of a row that needs a reason says in which field it stands', () => {
  const silent = forms.filter(
    ({ row, reason }) => (ROWS[row].needs?.includes('reason') ?? false) !== (reason !== undefined),
  )
  expect(silent.map(({ page, row }) => `${page} ${row}`)).toEqual([])
})
