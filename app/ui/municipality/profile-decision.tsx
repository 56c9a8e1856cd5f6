import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { VersionState } from './profile-versions.tsx'
import type { VersionShown } from './profile-view.ts'

/** From when, where it stands, who proposed and who decided. */
export function ProfileAbout(props: {
  one: VersionShown & { proposedAt: string; decidedAt: string | null; decidedByName: string | null; motivation: string }
  today: string
}) {
  const { t, day, moment } = useWords()
  const { one, today } = props
  const end = one.untilOn ? `${t('profile.until')} ${day(one.untilOn)}` : t('profile.noEnd')
  return (
    <Card>
      <DescriptionList
        items={[
          { term: t('signals.standing'), value: <VersionState one={one} today={today} /> },
          { term: t('profile.from'), value: one.state === 'in-force' ? `${day(one.fromOn)}, ${end}` : day(one.fromOn) },
          {
            term: t('profile.source'),
            value: one.source,
            source: t(one.isVerified ? 'profile.verified' : 'profile.unverified'),
          },
          { term: t('profile.proposedBy'), value: <bdi>{one.proposedByName}</bdi>, source: moment(one.proposedAt) },
          ...(one.decidedByName && one.decidedAt
            ? [
                { term: t('profile.decidedBy'), value: <bdi>{one.decidedByName}</bdi>, source: moment(one.decidedAt) },
                { term: t('profile.one.why'), value: one.motivation },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

/** For a colleague: confirm or reject. For who proposed: it waits for a second person, and can be withdrawn. */
export function ProfileDecision(props: {
  isOwn: boolean
  formKey: string
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { isOwn, errors, typed } = props
  return (
    <Block title={t(isOwn ? 'profile.one.ownTitle' : 'profile.one.decide')} id="besluit">
      {isOwn && (
        <Note tone="warn" icon="people">
          {t('profile.one.own')}
        </Note>
      )}
      <PostForm idempotencyKey={props.formKey} card>
        {isOwn ? (
          <input type="hidden" name="decision" value="reject" />
        ) : (
          <RadioList
            name="decision"
            label={t('profile.one.question')}
            required
            error={errors['decision']?.[0]}
            defaultValue={typed('decision')}
            options={[
              { value: 'confirm', label: t('profile.one.confirm') },
              { value: 'reject', label: t('profile.one.reject') },
            ]}
          />
        )}
        <TextArea
          name="motivation"
          label={t('profile.one.motivation')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        <div className="in-row">
          <Button variant={isOwn ? 'second' : undefined}>
            {t(isOwn ? 'profile.one.withdraw' : 'profile.one.send')}
          </Button>
        </div>
      </PostForm>
    </Block>
  )
}
