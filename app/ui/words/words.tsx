import i18next, { type TFunction } from 'i18next'
import { createContext, type ReactNode, useContext } from 'react'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '#db/values/language.ts'
import { ar } from './ar/all.ts'
import { en } from './en/all.ts'
import { type Formats, formatsFor } from './formats.ts'
import { nl } from './nl/all.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof nl }
    returnNull: false
  }
}

/** Staff pages, the only ones with a script, are Dutch: the browser's bundle leaves the other languages out. */
const resources =
  import.meta.env?.SSR === false ? { nl: { words: nl } } : { nl: { words: nl }, en: { words: en }, ar: { words: ar } }

const dictionary = i18next.createInstance()
dictionary.init({
  resources,
  ns: ['words'],
  defaultNS: 'words',
  lng: 'nl',
  fallbackLng: 'nl',
  supportedLngs: [...SCREEN_LANGUAGES],
  initImmediate: false,
  interpolation: { escapeValue: false }, // React escapes
  returnNull: false,
})

export type T = TFunction<'words'>
/** All that a component needs to speak: the sentences, the language, its direction and its way to write days and amounts. */
export type Words = Formats & {
  t: T
  language: ScreenLanguage
  dir: 'ltr' | 'rtl'
  draft: boolean
  dictionary(): object
}

const known = new Map<ScreenLanguage, Words>()

/**
 * The words of one language.
 * @param language a screen language; anything else speaks Dutch
 */
export function wordsFor(language: string): Words {
  const chosen = SCREEN_LANGUAGES.find((one) => one === language) ?? 'nl'
  const before = known.get(chosen)
  if (before) return before
  const words: Words = {
    t: dictionary.getFixedT(chosen, 'words'),
    language: chosen,
    dir: chosen === 'ar' ? 'rtl' : 'ltr',
    draft: chosen === 'ar',
    dictionary: () => dictionary.getResourceBundle(chosen, 'words') as object,
    ...formatsFor(chosen),
  }
  known.set(chosen, words)
  return words
}

const WordsContext = createContext<ScreenLanguage>('nl')

/** Puts the language of the page over its components. */
export const WordsProvider = ({ language, children }: { language: ScreenLanguage; children: ReactNode }) => (
  <WordsContext.Provider value={language}>{children}</WordsContext.Provider>
)

/** The words of the page that this component stands on. */
export const useWords = (): Words => wordsFor(useContext(WordsContext))
