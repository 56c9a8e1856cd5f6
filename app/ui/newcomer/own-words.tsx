import type { ReactNode } from 'react'

/** Text as an employer typed it, in Dutch whatever the language of the page: read aloud and laid out as Dutch. */
export const OwnWords = ({ children }: { children: ReactNode }) => (
  <bdi lang="nl" dir="ltr">
    {children}
  </bdi>
)
