import { NewsLog } from '#app/ui/news-log.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { NoticeCode } from '#db/values/notices.ts'

/** The newest messages, each a link to what it is about. */
export function NewsList(props: {
  news: readonly {
    id: string
    code: NoticeCode
    at: string
    unread: boolean
    href: string | null
    name: string | null
    about: string | null
  }[]
}) {
  const { t } = useWords()
  return (
    <NewsLog
      empty={t('coach.today.newsEmpty')}
      unreadWord={t('coach.today.unread')}
      items={props.news.map(({ at, unread, href, code, name, about }) => ({
        at,
        unread,
        href,
        sentence: t(`coach.notice.${code}`),
        about: name && (
          <>
            <bdi>{name}</bdi>
            {about && `: ${about}`}
          </>
        ),
      }))}
    />
  )
}
