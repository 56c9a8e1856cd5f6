import type { NoticeCode } from '#db/values/notices.ts'
import { Button } from './button.tsx'
import { PostForm } from './form/form.tsx'
import { NewsLog } from './news-log.tsx'
import { Block } from './stack.tsx'
import { useWords } from './words/words.tsx'

/** A message about a position, and about a card where there is one; never about a name. */
export type NewsItem = {
  code: NoticeCode
  at: string
  unread: boolean
  href: string | null
  title: string | null
  card: string | null
}

const SAID = [
  'newcomer-consented',
  'proposal-closed',
  'consent-withdrawn',
  'placement-started',
  'placement-cancelled',
  'placement-held-up',
  'position-approved',
  'position-rejected',
  'decision-asked',
  'position-withheld',
  'position-held-up',
  'approval-ends',
  'signal-opened',
  'signal-closed',
  'report-made',
  'cards-many',
  'override-asked',
  'objection-made',
  'override-confirmed',
  'override-refused',
  'override-outgrown',
  'question-asked',
  'answer-given',
  'facts-age',
] as const
type Said = (typeof SAID)[number]

/** The newest messages of an employer or an officer, and the way to mark them as read; `action`: the page that takes the form. */
export function NewsBlock(props: { news: readonly NewsItem[]; action: string; formKey: string }) {
  const { t } = useWords()
  const said = (code: NoticeCode): Said | 'other' => SAID.find((one) => one === code) ?? 'other'
  return (
    <Block title={t('news.title')} id="nieuws">
      <NewsLog
        empty={t('news.empty')}
        unreadWord={t('news.unread')}
        items={props.news.map(({ code, title, card, ...one }) => ({
          ...one,
          sentence: t(`news.notice.${said(code)}`),
          about: title && (
            <>
              <bdi>{title}</bdi>
              {card && `, ${t('news.card', { code: card })}`}
            </>
          ),
        }))}
      />
      {props.news.some((one) => one.unread) && (
        <PostForm action={props.action} idempotencyKey={props.formKey} gap={0}>
          <Button variant="quiet">{t('news.read')}</Button>
        </PostForm>
      )}
    </Block>
  )
}
