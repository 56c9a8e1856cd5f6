import { TextLink } from '#app/ui/button.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PublicPage } from './visitor.page.ts'

const PAGES = [
  { at: 'matrix', path: 'wie-mag-wat', words: 'access.toMatrix' },
  { at: 'fields', path: 'wie-ziet-wat', words: 'access.toFields' },
  { at: 'algorithm', path: 'algoritme', words: 'access.toAlgorithm' },
] as const

/** The way from one of the pages about who may and sees what, and how the matching works, to the others. @param at the page that one is on */
export function MoreToRead({ page, at }: { page: PublicPage; at?: (typeof PAGES)[number]['at'] }) {
  const { t } = useWords()
  return (
    <ul className="in-stack in-gap-2">
      {PAGES.filter((one) => one.at !== at).map((one) => (
        <li key={one.at}>
          <TextLink href={`/${page.language}/${one.path}`} icon="arrow">
            {t(one.words)}
          </TextLink>
        </li>
      ))}
    </ul>
  )
}
