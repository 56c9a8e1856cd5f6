import { grouped } from './history.ts'
import type { MonitorPolicy } from './policy.ts'

/** What is known of one role in one region and quarter. */
export type RegionRecord = {
  region: string
  role: string
  quarter: string
  unpaidHours: number
  unpaidPlacements: number
  openVacancies: number
}

export type RegionLine = {
  region: string
  role: string
  quarter: string
  /** null = fewer placements than may be told, zero included. */
  unpaidHours: number | null
  openVacancies: number
  /** UWV's tension; null = no figure. */
  tension: number | null
}

/**
 * MON-14: unpaid hours beside open vacancies and tension, per region, role and quarter. A report without a threshold, for the social partners: it says
 * what is, and holds nobody up. Counts of few people are left out (ruling 26).
 */
export const regionReport = (
  records: readonly RegionRecord[],
  tensions: ReadonlyMap<string, number>,
  { numbers }: MonitorPolicy,
): RegionLine[] =>
  [...grouped(records, (one) => `${one.region}\n${one.role}\n${one.quarter}`)]
    .map(([key, rows]): RegionLine => {
      const [region = '', role = '', quarter = ''] = key.split('\n')
      const sum = (of: (row: RegionRecord) => number) => rows.reduce((total, row) => total + of(row), 0)
      const isSmall = sum((row) => row.unpaidPlacements) < numbers.smallCount
      return {
        region,
        role,
        quarter,
        unpaidHours: isSmall ? null : sum((row) => Math.round(row.unpaidHours * 10)) / 10,
        openVacancies: sum((row) => row.openVacancies),
        tension: tensions.get(tensionKey(region, role, quarter)) ?? null,
      }
    })
    .sort((a, b) => keyOfLine(a).localeCompare(keyOfLine(b), 'en'))

const keyOfLine = (one: RegionLine): string => `${one.region} ${one.quarter} ${one.role}`

/** The key of a figure of tension. */
export const tensionKey = (region: string, role: string, quarter: string): string => `${region} ${role} ${quarter}`
