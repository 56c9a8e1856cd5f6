import type { Fields } from './fields.ts'

/** The page with the questions about the establishment, type and role that stand in the form. */
export function questionsAt(fields: Pick<Fields, 'text'>): string {
  const search = new URLSearchParams()
  for (const [name, field] of [
    ['vestiging', 'establishmentId'],
    ['soort', 'type'],
    ['functie', 'occupationUri'],
  ] as const)
    if (fields.text(field)) search.set(name, fields.text(field))
  if (fields.text('declaration.wageSubsidy') === 'yes') search.set('subsidie', 'ja')
  return search.size > 0 ? `/werkgever/dossier/vragen?${search}` : '/werkgever/dossier/vragen'
}
