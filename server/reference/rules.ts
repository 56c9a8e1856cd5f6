import type { Sector } from '#db/values/reference.ts'

/** Labels of a term by screen language. */
export type TermLabels = { nl?: string; en?: string; ar?: string }

/**
 * The label to show: the asked language, else Dutch, else English, else whatever there is.
 * @returns the label and the language it is in, so that a screen can mark foreign words with `lang`
 */
export function labelIn(labels: TermLabels, language: string): { text: string; language: string } {
  for (const candidate of [language, 'nl', 'en', 'ar'] as const) {
    const text = labels[candidate as keyof TermLabels]
    if (text) return { text, language: candidate }
  }
  return { text: '', language }
}

/** ISCO-08 prefixes per sector, longest prefix wins. Policy 2026-11: our own grouping for pictograms and first filters, not a statistic. */
const SECTOR_BY_ISCO: readonly (readonly [string, Sector])[] = [
  ['532', 'care'],
  ['322', 'care'],
  ['222', 'care'],
  ['325', 'care'],
  ['531', 'childcare'],
  ['2342', 'childcare'],
  ['711', 'construction'],
  ['712', 'construction'],
  ['713', 'construction'],
  ['931', 'construction'],
  ['7126', 'installation'],
  ['7127', 'installation'],
  ['741', 'installation'],
  ['742', 'installation'],
  ['721', 'metal'],
  ['722', 'metal'],
  ['723', 'metal'],
  ['81', 'metal'],
  ['932', 'metal'],
  ['432', 'logistics'],
  ['9333', 'logistics'],
  ['8344', 'logistics'],
  ['9334', 'retail'],
  ['83', 'transport'],
  ['911', 'cleaning'],
  ['912', 'cleaning'],
  ['515', 'cleaning'],
  ['512', 'hospitality'],
  ['513', 'hospitality'],
  ['941', 'hospitality'],
  ['751', 'bakery'],
  ['816', 'bakery'],
  ['611', 'green'],
  ['921', 'green'],
  ['52', 'retail'],
  ['351', 'ict'],
  ['25', 'ict'],
  ['753', 'textile'],
  ['815', 'textile'],
  ['514', 'hairdressing'],
  ['41', 'office'],
  ['42', 'office'],
]

/**
 * The sector of an occupation, for a pictogram and the first filter.
 * @param isco ISCO-08 code, up to 4 digits
 */
export function sectorOf(isco: string): Sector {
  let best: readonly [string, Sector] = ['', 'office']
  for (const entry of SECTOR_BY_ISCO) if (isco.startsWith(entry[0]) && entry[0].length > best[0].length) best = entry
  return best[1]
}
