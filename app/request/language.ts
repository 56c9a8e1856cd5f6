import { SCREEN_LANGUAGES, type ScreenLanguage } from '#db/values/language.ts'

/** Pages of newcomers and visitors say their language in the address: `/nl/...`, `/en/...`, `/ar/...`. */
const FIRST_PART = /^\/([a-z]{2})(?:\/|$)/

export const isScreenLanguage = (value: unknown): value is ScreenLanguage =>
  (SCREEN_LANGUAGES as readonly unknown[]).includes(value)

/** The language that a path says, or null for a page without one (staff, sign-in). */
export function languageOfPath(pathname: string): ScreenLanguage | null {
  const said = FIRST_PART.exec(pathname)?.[1]
  return isScreenLanguage(said) ? said : null
}

/** Which way the script runs. */
export const directionOf = (language: ScreenLanguage): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/**
 * The language of a route with `:language` in its path.
 *
 * @throws a 404 Response for a language that our pages do not speak
 */
export function languageOfParams(params: { language?: string | undefined }): ScreenLanguage {
  if (isScreenLanguage(params.language)) return params.language
  throw new Response(null, { status: 404 })
}
