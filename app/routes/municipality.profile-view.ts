import { NUMBER_NAMES, NUMBER_ROWS } from '#server/safeguards/rules/numbers.ts'
import { type SafeguardNumbers, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { RULE_TITLES } from '#server/safeguards/rules/titles.ts'

/** Every number of the policy as a page shows it. `base` is what holds where a municipality set nothing, `value` what holds here. */
export const numberRows = (own: Record<string, number>) =>
  NUMBER_NAMES.map((name) => {
    const { title, unit, least, most, rules, tag } = NUMBER_ROWS[name]
    return {
      name,
      title: title.nl,
      unit,
      least,
      most,
      tag,
      rules: rules.map((id) => ({ id, title: RULE_TITLES[id].nl })),
      base: WHOLE_POLICY.numbers[name],
      value: own[name] ?? WHOLE_POLICY.numbers[name],
    }
  })
export type NumberShown = ReturnType<typeof numberRows>[number]

/**
 * The fields of the form as the command takes them: a decimal comma becomes a point, and what is the same as everywhere is left out.
 *
 * @returns the fields, and the numbers that differ from the base
 */
export function profileFields(posted: URLSearchParams): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, text] of posted) {
    const number = name.startsWith('numbers.') ? (name.slice('numbers.'.length) as keyof SafeguardNumbers) : null
    const value = number === null ? text : text.trim().replace(',', '.')
    if (number !== null && value !== '' && Number(value) === WHOLE_POLICY.numbers[number]) continue
    if (name === 'choices.ampleMarket' && value === WHOLE_POLICY.choices.ampleMarket) continue
    fields.append(name, value)
  }
  return fields
}
