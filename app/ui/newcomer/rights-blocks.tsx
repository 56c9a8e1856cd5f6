import { Button, ButtonLink } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { Section } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Role } from '#db/values/accounts.ts'
import type { ViewAction } from '#db/values/audit.ts'
import { CORRECTION_PARTS, type CorrectionPart } from '#db/values/privacy.ts'
import { isolated } from './position-text.tsx'

/** What a look is called towards the person who was looked at; counts are of nobody. */
const LOOKED = {
  'dossier.viewed': 'profile',
  'opening.viewed': 'opening',
  'match.viewed': 'match',
  'card.viewed': 'card',
  'identity.viewed': 'identity',
  'list.exported': 'list',
  'case.viewed': 'case',
} as const satisfies Partial<Record<ViewAction, string>>

export type LookShown = { on: string; role: string; organisation: string; action: ViewAction; times: number }

/** Who looked: day, organisation and role, never the name of a person. */
export function LooksLog(props: { looks: readonly LookShown[] }) {
  const { t, day } = useWords()
  const items = props.looks.flatMap((look) => {
    const what = LOOKED[look.action as keyof typeof LOOKED]
    if (what === undefined) return []
    return [
      {
        at: look.on,
        when: day(look.on),
        text: (
          <>
            <b>
              <bdi>{look.organisation}</bdi>
            </b>{' '}
            ({t(`enum.role.${look.role as Role}`)}) {t(`rights.looks.what.${what}`)}
            {look.times > 1 && `, ${t('rights.looks.times', { count: look.times })}`}
          </>
        ),
      },
    ]
  })
  return items.length === 0 ? <p className="in-grey">{t('rights.looks.none')}</p> : <Log items={items} />
}

/** Says which part is not right; what it should be is said to the coach, and typed nowhere. */
export function AskCorrection(props: {
  asked: readonly { part: CorrectionPart; askedAt: string }[]
  coachName: string
  formKey: string
}) {
  const { t, day } = useWords()
  const open = new Map(props.asked.map((one) => [one.part, one.askedAt]))
  const left = CORRECTION_PARTS.filter((part) => !open.has(part))
  return (
    <div className="in-stack in-gap-3" id="klopt-niet">
      <h3>{t('rights.correct.title')}</h3>
      <p>{t('rights.correct.text', { coach: isolated(props.coachName) })}</p>
      {props.asked.length > 0 && (
        <ul>
          {props.asked.map(({ part, askedAt }) => (
            <li key={part}>
              {t(`rights.correct.part.${part}`)}. {t('rights.correct.open', { day: day(new Date(askedAt)) })}
            </li>
          ))}
        </ul>
      )}
      {left.length > 0 && (
        <PostForm idempotencyKey={props.formKey} gap={3}>
          <input type="hidden" name="intent" value="correct" />
          <RadioList
            name="part"
            label={t('rights.correct.label')}
            options={left.map((part) => ({ value: part, label: t(`rights.correct.part.${part}`) }))}
          />
          <Button variant="second">{t('rights.correct.send')}</Button>
        </PostForm>
      )}
    </div>
  )
}

/** A copy of everything, and everything erased. */
export function OwnRights({ root }: { root: string }) {
  const { t } = useWords()
  return (
    <div className="in-grid in-grid--l in-gap-6">
      <Section title={t('rights.copy.title')} id="kopie">
        <p>{t('rights.copy.text')}</p>
        <div className="in-row">
          <ButtonLink variant="second" icon="eye" href={`${root}/mijn-gegevens/kopie`}>
            {t('rights.copy.read')}
          </ButtonLink>
          <ButtonLink variant="second" icon="arrow" href={`${root}/mijn-gegevens/kopie.json`}>
            {t('rights.copy.file')}
          </ButtonLink>
        </div>
      </Section>
      <Section title={t('rights.erase.title')} id="wissen">
        <p>{t('rights.erase.text')}</p>
        <div className="in-row">
          <ButtonLink variant="second" icon="stop" href={`${root}/mijn-gegevens/wissen`}>
            {t('rights.erase.link')}
          </ButtonLink>
        </div>
      </Section>
    </div>
  )
}
