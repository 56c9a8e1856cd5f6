import type { IconName } from '#app/ui/icon.tsx'
import { PhonePreview } from '#app/ui/pictures/pass.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Support } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'

/** What the phone shows; texts as far as they are known. */
export type PhoneView = {
  title: string
  employer: string
  sector: Sector
  /** As people write it, or null. */
  hours: string | null
  wageCents: number | null
  startsOn: string | null
  supervisorName: string
  supports: readonly Support[]
}

/** The position as the newcomer's phone will show it. */
export function NewcomerView({ view }: { view: PhoneView }) {
  const { t, euros, day } = useWords()
  const [firstName] = view.supervisorName.trim().split(/\s+/)
  const facts: { icon: IconName; text: string }[] = []
  if (view.hours) facts.push({ icon: 'clock', text: t('employer.form.phone.hours', { hours: view.hours }) })
  facts.push({
    icon: 'euro',
    text:
      view.wageCents === null
        ? t('employer.form.phone.noWage')
        : t('employer.form.phone.wage', { amount: euros(view.wageCents) }),
  })
  if (view.startsOn)
    facts.push({ icon: 'calendar', text: t('employer.form.phone.starts', { day: day(view.startsOn) }) })
  if (firstName) facts.push({ icon: 'people', text: t('employer.form.phone.helps', { name: firstName }) })
  for (const support of view.supports.slice(0, 2)) facts.push({ icon: 'check', text: t(`enum.support.${support}`) })
  return (
    <Block title={t('employer.position.preview')}>
      <PhonePreview
        pictogram={SECTOR_PICTOGRAM[view.sector]}
        title={view.title || t('employer.form.phone.untitled')}
        employer={view.employer}
        facts={facts}
        action={t('employer.position.previewAction')}
      />
    </Block>
  )
}
