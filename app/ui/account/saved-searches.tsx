import { Badge } from '#app/ui/badge.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { PositionsQuestion } from '#server/search/rules-position-address.ts'

type Saved = {
  id: string
  asked: PositionsQuestion
  municipality: string | null
  toldAt: string | null
  endsOn: string
  isRemoved: boolean
  href: string
}

/** Everything that a kept search asks, each in its own words. */
function partsOf({ asked, municipality }: Pick<Saved, 'asked' | 'municipality'>, { t }: Words): string[] {
  const parts: string[] = []
  if (asked.q !== '') parts.push(t('searches.word', { word: isolated(asked.q) }))
  if (asked.sector) parts.push(t(`enum.sector.${asked.sector}`))
  if (asked.municipality) parts.push(isolated(municipality ?? asked.municipality))
  if (asked.postcode !== '') parts.push(t('searches.near', { km: asked.km, postcode: asked.postcode }))
  for (const skill of LANGUAGE_SKILLS) {
    const level = asked.dutch[skill]
    if (level)
      parts.push(t('searches.dutch', { skill: t(`enum.languageSkill.${skill}`), level: t(`enum.level.${level}`) }))
  }
  if (asked.hours) parts.push(t(`visitor.results.hoursBand.${asked.hours}`))
  if (asked.paid !== null) parts.push(t(`visitor.results.paidBand.${asked.paid ? 'yes' : 'no'}`))
  for (const support of asked.supports) parts.push(t(`enum.support.${support}`))
  if (asked.guided) parts.push(t('visitor.results.guidanceChoice'))
  if (asked.start) parts.push(t(`visitor.results.startBand.${asked.start}`))
  return parts
}

/** A button that does one thing with one kept search. */
function Act(props: { id: string; formKey: string; intent: 'remove' | 'restore'; about: string }) {
  const { t } = useWords()
  return (
    <PostForm idempotencyKey={props.formKey} gap={0}>
      <input type="hidden" name="savedSearchId" value={props.id} />
      <input type="hidden" name="intent" value={props.intent} />
      <Button
        variant={props.intent === 'remove' ? 'quiet' : 'second'}
        icon={props.intent === 'remove' ? 'cross' : 'undo'}
        about={props.about}
      >
        {t(`searches.${props.intent}`)}
      </Button>
    </PostForm>
  )
}

/** The searches that somebody keeps, with what was found last and the way to the places. */
export function SavedSearches(props: { searches: readonly Saved[]; formKey: string }) {
  const words = useWords()
  const { t, day } = words
  return (
    <ul className="in-stack in-gap-4">
      {props.searches.map((one) => {
        const parts = partsOf(one, words)
        return (
          <Card as="li" key={one.id} gap={3}>
            <ul className="in-row in-gap-2">
              {parts.map((part) => (
                <li key={part}>
                  <Badge>{part}</Badge>
                </li>
              ))}
            </ul>
            {one.isRemoved ? (
              <Act id={one.id} formKey={props.formKey} intent="restore" about={parts.join(', ')} />
            ) : (
              <>
                <p>
                  {one.toldAt ? (
                    <Badge tone="ok">{t('searches.news', { day: day(new Date(one.toldAt)) })}</Badge>
                  ) : (
                    <span className="in-grey">{t('searches.noNews')}</span>
                  )}
                </p>
                <p className="in-small in-grey">{t('searches.until', { day: day(one.endsOn) })}</p>
                <div className="in-row">
                  <ButtonLink href={one.href} iconAfter="arrow" about={parts.join(', ')}>
                    {t('searches.look')}
                  </ButtonLink>
                  <Act id={one.id} formKey={props.formKey} intent="remove" about={parts.join(', ')} />
                </div>
              </>
            )}
          </Card>
        )
      })}
    </ul>
  )
}

/**
 * Beside the filters of positions: keeps what is asked, for who may; the way to sign in for a visitor.
 *
 * @param question what the address asks, after the question mark
 */
export function SaveSearch(props: { question: string; formKey: string | null; signInHref: string | null }) {
  const { t } = useWords()
  return (
    <div className="in-stack in-gap-2">
      {props.formKey && props.question !== '' && (
        <PostForm action="/account/zoekopdrachten" idempotencyKey={props.formKey} gap={2}>
          <input type="hidden" name="intent" value="save" />
          <input type="hidden" name="question" value={props.question} />
          <Button variant="second" icon="heart" wide>
            {t('searches.save')}
          </Button>
        </PostForm>
      )}
      {props.formKey && (
        <a className="in-link--hit" href="/account/zoekopdrachten">
          {t('searches.own')}
        </a>
      )}
      {props.signInHref && (
        <a className="in-link--hit" href={props.signInHref}>
          {t('searches.signIn')}
        </a>
      )}
    </div>
  )
}
