import { Badge, type Tone } from '#app/ui/badge.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { Row } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { OPENING_REASONS, type OpeningReason } from '#db/values/members.ts'

type Standing = 'asked' | 'refused' | 'open' | 'over'
export type OpeningShown = {
  id: string
  number: string
  why: OpeningReason
  reason: string
  standing: Standing
  askedAt: string
  endsAt: string | null
  askedByName: string
  decidedByName: string | null
  isMine: boolean
  mayDecide: boolean
}

const TONE: Record<Standing, Tone> = { asked: 'info', refused: 'warn', open: 'error', over: 'ok' }

/** Who asked to read which file, how it stands, and what the reader can do about it. */
export function OpeningTable({ rows }: { rows: readonly OpeningShown[] }) {
  const { t, moment } = useWords()
  return (
    <DataTable
      caption={t('openings.list')}
      captionHidden
      roomy
      rows={rows}
      keyOf={({ id }) => id}
      empty={<EmptyState inline pictogram="shield" title={t('openings.none')} text={t('openings.noneText')} />}
      columns={[
        { head: t('openings.who'), cell: (one) => one.number },
        {
          head: t('openings.why'),
          cell: (one) => (
            <>
              {t(`openings.whys.${one.why}`)}
              <span className="in-src">{one.reason}</span>
            </>
          ),
        },
        {
          head: t('openings.asked'),
          cell: (one) => (
            <>
              <bdi>{one.askedByName}</bdi>
              <span className="in-src">{moment(one.askedAt)}</span>
            </>
          ),
        },
        {
          head: t('openings.standing'),
          cell: (one) => (
            <>
              <Badge tone={TONE[one.standing]}>{t(`openings.standings.${one.standing}`)}</Badge>
              {one.standing === 'open' && one.endsAt && (
                <span className="in-src">{t('openings.until', { moment: moment(one.endsAt) })}</span>
              )}
              {one.decidedByName && <span className="in-src">{t('openings.by', { name: one.decidedByName })}</span>}
            </>
          ),
        },
        { head: t('openings.act'), cell: (one) => <Acts one={one} /> },
      ]}
    />
  )
}

function Acts({ one }: { one: OpeningShown }) {
  const { t } = useWords()
  const button = (intent: 'approved' | 'refused' | 'ended', word: string, variant?: 'second' | 'quiet') => (
    <PostForm gap={0} action="/inzage">
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="openingId" value={one.id} />
      <Button variant={variant} about={one.number}>
        {word}
      </Button>
    </PostForm>
  )
  if (one.mayDecide)
    return (
      <Row gap={2}>
        {button('approved', t('openings.approve'))}
        {button('refused', t('openings.refuse'), 'second')}
      </Row>
    )
  if (one.standing === 'open')
    return (
      <Row gap={2}>
        {one.isMine && <ButtonLink href={`/inzage/${one.id}`}>{t('openings.read')}</ButtonLink>}
        {button('ended', t('openings.end'), 'second')}
      </Row>
    )
  return null
}

/** The form that asks a second person. */
export function AskOpening(props: {
  values: Readonly<Record<string, string | string[]>>
  errors: { newcomerId: string | undefined; why: string | undefined; reason: string | undefined }
}) {
  const { t } = useWords()
  const typed = (name: string) => {
    const value = props.values[name]
    return typeof value === 'string' ? value : undefined
  }
  return (
    <PostForm card gap={4} action="/inzage">
      <input type="hidden" name="intent" value="ask" />
      <TextInput
        name="newcomerId"
        label={t('openings.number')}
        hint={t('openings.numberHint')}
        error={props.errors.newcomerId}
        autoComplete="off"
        dir="ltr"
        required
        defaultValue={typed('newcomerId')}
      />
      <RadioList
        name="why"
        label={t('openings.why')}
        error={props.errors.why}
        options={OPENING_REASONS.map((value) => ({ value, label: t(`openings.whys.${value}`) }))}
        defaultValue={typed('why')}
      />
      <TextArea
        name="reason"
        label={t('openings.reason')}
        hint={t('openings.reasonHint')}
        error={props.errors.reason}
        maxLength={500}
        required
        defaultValue={typed('reason')}
      />
      <p>
        <Button>{t('openings.send')}</Button>
      </p>
    </PostForm>
  )
}
