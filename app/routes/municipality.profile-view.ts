import { NUMBER_NAMES, NUMBER_ROWS, type NumberRow } from '#server/safeguards/rules/numbers.ts'
import type { SafeguardNumbers, SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { RULE_TITLES } from '#server/safeguards/rules/titles.ts'

/** Every number of the policy as a page shows it. `base` is what holds where a municipality set nothing, `value` what holds here. */
export const numberRows = (own: Record<string, number>, base: SafeguardPolicy) =>
  NUMBER_NAMES.map((name) => {
    const { title, unit, limits, ground, rules, tag, setBy }: NumberRow = NUMBER_ROWS[name]
    return {
      name,
      title: title.nl,
      unit,
      limits,
      ground: ground.nl,
      setBy,
      tag,
      rules: rules.map((id) => ({ id, title: RULE_TITLES[id].nl })),
      base: base.numbers[name],
      value: (setBy === 'municipality' ? own[name] : undefined) ?? base.numbers[name],
    }
  })
export type NumberShown = ReturnType<typeof numberRows>[number]

/**
 * The fields of the form as the command takes them: a decimal comma becomes a point, and what is the same as everywhere is left out.
 *
 * @returns the fields, and the numbers that differ from the base
 */
export function profileFields(posted: URLSearchParams, base: SafeguardPolicy): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, text] of posted) {
    const number = name.startsWith('numbers.') ? (name.slice('numbers.'.length) as keyof SafeguardNumbers) : null
    const value = number === null ? text : text.trim().replace(',', '.')
    if (number !== null && value !== '' && Number(value) === base.numbers[number]) continue
    if (name === 'choices.ampleMarket' && value === base.choices.ampleMarket) continue
    fields.append(name, value)
  }
  return fields
}
