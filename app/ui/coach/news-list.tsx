import { Badge } from '#app/ui/badge.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
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
  const { t, moment } = useWords()
  if (props.news.length === 0) return <p className="in-small in-grey">{t('coach.today.newsEmpty')}</p>
  return (
    <Log
      items={props.news.map((one) => ({
        at: one.at,
        when: moment(one.at),
        text: (
          <>
            <b>{one.href ? <a href={one.href}>{t(`coach.notice.${one.code}`)}</a> : t(`coach.notice.${one.code}`)}</b>
            {one.unread && ' '}
            {one.unread && <Badge tone="info">{t('coach.today.unread')}</Badge>}
            {one.name && (
              <span className="in-small">
                {' '}
                <bdi>{one.name}</bdi>
                {one.about && `: ${one.about}`}
              </span>
            )}
          </>
        ),
      }))}
    />
  )
}
