import type { ReactNode } from 'react'
import type { Desk } from '#app/request/desk.ts'
import { homeOf } from '#app/request/homes.ts'
import { safePath } from '#app/request/safe-path.ts'
import { whoOf } from '#app/request/who.ts'
import { Button } from '#app/ui/button.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Account } from '#server/accounts/reads.ts'
import { isComplete } from '#server/accounts/rules-session.ts'
import { StaffFrame } from './system.desk-error.tsx'
import { PublicFrame } from './visitor.frame.tsx'
import { SignInFrame } from './visitor.sign-in-frame.tsx'

/** Whose account page it is. `desk` null: the second step is still to be taken, and no menu leads anywhere. */
export type AccountPage = { language: ScreenLanguage; desk: Desk | null }

/** Staff read Dutch, as on their own pages; a newcomer the own language. */
export const languageOfAccount = (me: Account): ScreenLanguage => (me.role === 'newcomer' ? me.language : 'nl')

/** The frame's data for whose session this is. */
export function accountPage(me: Account): AccountPage {
  const language = languageOfAccount(me)
  const desk: Desk = {
    role: me.role,
    who: whoOf(me),
    organisation: me.organisation ?? '',
    home: homeOf(me),
    language,
  }
  return { language, desk: isComplete(me) ? desk : null }
}

/** Where the person was going before the second step stood in the way. */
export const wantedOf = (request: Request): string | null => safePath(new URL(request.url).searchParams.get('naar'))

/** The frame of the own desk, or the bare one of signing in while the second step is to be taken. */
export function AccountFrame({ page, children }: { page: AccountPage; children: ReactNode }) {
  const { t } = useWords()
  const { desk, language } = page
  if (desk === null)
    return (
      <SignInFrame>
        {children}
        <form method="post" action="/uitloggen">
          <Button variant="quiet">{t('common.signOut')}</Button>
        </form>
      </SignInFrame>
    )
  const inside = <div className="in-stack in-gap-5 in-reading">{children}</div>
  if (desk.role !== 'newcomer') return <StaffFrame desk={desk}>{inside}</StaffFrame>
  const account = { name: desk.who.name, home: desk.home, isNewcomer: true }
  return <PublicFrame page={{ language, here: '', account }}>{inside}</PublicFrame>
}
