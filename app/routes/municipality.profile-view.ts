import type { MonitorPreview } from '#server/cases/reads-preview-monitors.ts'
import {
  MONITOR_NUMBER_NAMES,
  MONITOR_NUMBER_ROWS,
  type MonitorNumberRow,
} from '#server/safeguards/rules/monitors/numbers.ts'
import { MONITOR_POLICY, type MonitorNumbers } from '#server/safeguards/rules/monitors/policy.ts'
import { MONITOR_TITLES } from '#server/safeguards/rules/monitors/table.ts'
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
/** Every number of the monitors, as `numberRows`. */
export const monitorRows = (own: Record<string, number>) =>
  MONITOR_NUMBER_NAMES.map((name) => {
    const { title, unit, limits, ground, monitors, tag, setBy }: MonitorNumberRow = MONITOR_NUMBER_ROWS[name]
    const base = MONITOR_POLICY.numbers[name]
    return {
      name,
      title: title.nl,
      unit,
      limits,
      ground: ground.nl,
      setBy,
      tag,
      rules: monitors.map((id) => ({ id, title: MONITOR_TITLES[id].nl })),
      base,
      value: (setBy === 'municipality' ? own[name] : undefined) ?? base,
    }
  })

/** What other numbers of the monitors would change, with each monitor by its name. */
export const monitorPreviewShown = (preview: MonitorPreview) =>
  preview && {
    ...preview,
    changed: preview.changed.map((one) => ({ ...one, title: MONITOR_TITLES[one.monitor].nl })),
  }

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
    const ofMonitor = name.startsWith('monitors.') ? (name.slice('monitors.'.length) as keyof MonitorNumbers) : null
    const value = number === null && ofMonitor === null ? text : text.trim().replace(',', '.')
    if (number !== null && value !== '' && Number(value) === base.numbers[number]) continue
    if (ofMonitor !== null && value !== '' && Number(value) === MONITOR_POLICY.numbers[ofMonitor]) continue
    if (name === 'choices.ampleMarket' && value === base.choices.ampleMarket) continue
    fields.append(name, value)
  }
  return fields
}
