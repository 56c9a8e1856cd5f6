import type { ReactNode } from 'react'
import { useWords } from '#app/ui/words/words.tsx'

/** A text of the catalogue, which is Dutch on Dutch pages and English on all others: read aloud and laid out as such. */
export function Said({ children }: { children: ReactNode }) {
  const { language } = useWords()
  const own = language === 'nl' ? 'nl' : 'en'
  return own === language ? (
    children
  ) : (
    <bdi lang={own} dir="ltr">
      {children}
    </bdi>
  )
}
