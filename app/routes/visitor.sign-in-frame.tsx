import type { ReactNode } from 'react'
import { PublicShell } from '#app/ui/shell-public.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** The frame of the sign-in pages: that of all visitors, with nothing in the menu that needs an account. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const words = {
    skip: t('common.skip'),
    language: t('common.language'),
    languageLabel: t('common.languageLabel'),
    help: t('common.help'),
    mainMenu: t('common.mainMenu'),
    about: t('common.about'),
    home: t('common.home'),
  }
  return (
    <PublicShell words={words} languageHref="/" helpHref="/" homeHref="/" nav={[]} footLinks={[]}>
      <div className="in-stack in-gap-5">{children}</div>
    </PublicShell>
  )
}
