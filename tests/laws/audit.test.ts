import { expect, test } from 'vitest'
import siteMap from '#app/routes.ts'
import { sourcesIn } from './sources.ts'

const sources = new Map(sourcesIn(['app/routes']).map(({ path, text }) => [path, text]))

/** Pages of staff about one thing that is not a person, or on which nobody is shown. */
const ABOUT_NOBODY: Record<string, string> = {
  'employer.position': 'a place of their own',
  'employer.position-edit': 'a place of their own',
  'employer.demands': 'a place of their own, and counts',
  'employer.answer': 'an answer about a place of their own',
  'municipality.signal': 'a workplace',
  'municipality.report': 'a workplace',
  'municipality.audit': 'a file about a place',
  'municipality.profile': 'rules',
}

const RECORDS = /\brecord(PersonViews|ProposalViews|CaseView|CountsExport)\(/
/** What a page says itself, and what the files of the same folder say that it imports. */
const saysSo = (name: string): boolean => {
  const text = sources.get(`app/routes/${name}.tsx`) ?? ''
  const near = [...text.matchAll(/from '\.\/([\w.-]+\.ts)'/g)].map(
    ([, file]) => sources.get(`app/routes/${file}`) ?? '',
  )
  return [text, ...near].some((one) => RECORDS.test(one))
}
const pages = siteMap.flatMap((line) => {
  const name = line.file.replace(/^routes\/|\.tsx$/g, '')
  const isStaff = /^(coach|employer|municipality)\./.test(name)
  return 'path' in line && isStaff && /:id|\.csv$/.test(line.path) ? [name] : []
})

test('a page of staff about one person, and a file that is taken along, writes down who looked', () => {
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.filter((name) => !(name in ABOUT_NOBODY) && !saysSo(name))).toEqual([])
  expect(Object.keys(ABOUT_NOBODY).filter((name) => !pages.includes(name) || saysSo(name))).toEqual([])
})
