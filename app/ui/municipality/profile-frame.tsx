import type { ReactNode } from 'react'
import { TextLink } from '#app/ui/button.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { MunicipalityFrame, type OfficerFrame } from './frame.tsx'

/** A page about one version of the rules: the way back to all of them, its heading, and its blocks. */
export function ProfileFrame(props: {
  frame: OfficerFrame
  title: string
  lead?: string | undefined
  children: ReactNode
}) {
  const { t } = useWords()
  return (
    <MunicipalityFrame {...props.frame} current="profile">
      <p>
        <TextLink back href="/toets/regels">
          {t('profile.one.back')}
        </TextLink>
      </p>
      <PageHead title={props.title} lead={props.lead} />
      <Stack gap={6}>{props.children}</Stack>
    </MunicipalityFrame>
  )
}
