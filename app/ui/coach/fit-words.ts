import type { FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** The glyph of a fit in words. */
export function useFitWords() {
  const { t } = useWords()
  return (states: readonly FitState[]): string => {
    const full = states.filter((state) => state === 'full').length
    const open = states.filter((state) => state === 'open').length
    return open > 0 ? t('coach.inbox.fitsOpen', { full, open }) : t('coach.inbox.fits', { full })
  }
}
