import { account as ar } from '#app/ui/words/ar/account.ts'
import { account as en } from '#app/ui/words/en/account.ts'
import { type AccountWords, account as nl } from '#app/ui/words/nl/account.ts'
import type { ScreenLanguage } from '#db/values/language.ts'

const WORDS: Record<ScreenLanguage, AccountWords> = { nl, en, ar }

/** The words of the account pages. */
export const accountWords = (language: ScreenLanguage): AccountWords => WORDS[language]

const BROWSERS: Record<string, string> = {
  chrome: 'Chrome',
  firefox: 'Firefox',
  safari: 'Safari',
  edge: 'Edge',
  samsung: 'Samsung Internet',
}
const SYSTEMS: Record<string, string> = {
  android: 'Android',
  iphone: 'iPhone',
  ipad: 'iPad',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
}

/**
 * A device as people call it.
 *
 * @param device from `deviceOf`: `chrome/android`
 */
export function deviceName(words: AccountWords, device: string | null): string {
  const [browser = '', system = ''] = (device ?? '').split('/')
  return words.device(BROWSERS[browser] ?? '', SYSTEMS[system] ?? '') || words.unknownDevice
}
