import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { CaseFilter, DecidedTable, type OpenCase, OpenTable, OtherTables } from '#app/ui/municipality/queue.tsx'
import { NewsBlock } from '#app/ui/news-block.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { dayOf } from '#server/platform/context.ts'
import { positionsAwaitingDecision } from '#server/positions/reads.ts'
import { objectionsWaiting } from '#server/positions/reads-objections.ts'
import { casesBroughtUp, casesDecided } from '#server/positions/reads-officer-queue.ts'
import { standingAwaitingDecision } from '#server/positions/reads-standing.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'
import { markNewsRead, officerNews } from './staff.news.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => officerTitle('Zaken')

const LISTS = { besloten: ['decided', 'all'], mijn: ['mine', 'own'], termijn: ['ending', 'ending'] } as const

type Found = { code: string; params: Record<string, string | number>; outcome?: string | undefined }
const asks = (reasons: readonly Found[], outcome: 'human' | 'block' = 'human') =>
  reasons.filter((reason) => reason.outcome === outcome).map(({ code, params }) => ({ code, params }))

type WithVerdict = Pick<
  Awaited<ReturnType<typeof objectionsWaiting>>[number],
  'verdictId' | 'title' | 'type' | 'employerName' | 'place' | 'since'
>

/** Whose name is still wanted under an override that was asked for. */
const whoseTurn = ({ override, isOwn }: { override: string | null; isOwn: boolean }): 'second' | 'you' | null => {
  if (override !== 'asked') return null
  return isOwn ? 'second' : 'you'
}

/** A case that stands on one answer of the safeguards, as a line of the queue. */
const ofVerdict = ({ verdictId, title, type, employerName, place, since }: WithVerdict, why: OpenCase['asks']) => ({
  id: verdictId,
  href: `/toets/zaken/${verdictId}`,
  title,
  type,
  employer: employerName,
  place,
  since: since.toISOString(),
  asks: why,
})

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const { ctx } = me
  const address = new URL(args.request.url).searchParams
  const list = LISTS[address.get('wat') as keyof typeof LISTS] ?? null
  return run(async () => {
    const [frame, cases, standing, starts, longer, broughtUp, objections, decided] = await Promise.all([
      officerFrame(me),
      positionsAwaitingDecision(ctx),
      list ? [] : standingAwaitingDecision(ctx),
      startsAwaitingDecision(ctx),
      startsAwaitingDecision(ctx, 'extend'),
      list ? [] : casesBroughtUp(ctx),
      list ? [] : objectionsWaiting(ctx),
      list ? casesDecided(ctx, list[1]) : null,
    ])
    const start = (one: (typeof starts)[number]): OpenCase => ({
      id: one.id,
      href: `/toets/start/${one.id}`,
      title: one.title,
      type: one.type,
      card: one.cardCode,
      employer: one.employerName,
      place: one.place,
      since: one.askedAt.toISOString(),
      asks: asks(one.reasons, one.outcome === 'block' ? 'block' : 'human'),
      waitsFor: whoseTurn(one),
    })
    return json({
      frame,
      news: list ? [] : await officerNews(ctx, cases, [...starts, ...longer]),
      key: newFormKey(),
      today: dayOf(ctx.now),
      list: list?.[0] ?? null,
      cases: cases.map(
        (one): OpenCase => ({
          id: one.positionId,
          href: `/toets/${one.positionId}`,
          title: one.title,
          type: one.type,
          employer: one.employerName,
          place: one.place,
          since: one.since.toISOString(),
          asks: asks(one.verdict?.reasons ?? []),
        }),
      ),
      standing: standing.map((one) => ofVerdict(one, asks(one.reasons))),
      starts: starts.map(start),
      longer: longer.map(start),
      objections: objections.map((one) => ({ ...ofVerdict(one, asks(one.reasons)), turn: one.turn })),
      broughtUp: broughtUp.map((one) => ({
        ...ofVerdict(one, asks(one.reasons, 'block')),
        waitsFor: whoseTurn(one),
      })),
      decided: decided?.map(({ decidedAt, ...one }) => ({ ...one, decidedAt: decidedAt.toISOString() })) ?? null,
      done: address.get('gedaan') === 'besluit',
    })
  })
}

/** Marks the news as read. */
export const action = (args: ActionFunctionArgs) => markNewsRead(args, '/toets')

/** What waits for the officer, who waits longest first; or what was decided, by anybody or by this officer, and which terms end. */
export default function Cases() {
  const { frame, news, key, today, list, cases, decided, done, ...others } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const count = frame.waiting
  return (
    <MunicipalityFrame {...frame}>
      <PageHead
        title={
          list ? t(`cases.title.${list}`, { count: decided?.length ?? 0 }) : t('municipality.cases.title', { count })
        }
        lead={list ? t(`cases.lead.${list}`) : t('municipality.cases.lead')}
      >
        <CaseFilter list={list} />
      </PageHead>
      <Stack gap={6}>
        {done && (
          <Note tone="ok" announce>
            {t('municipality.cases.decided')}
          </Note>
        )}
        {list ? (
          <DecidedTable rows={decided ?? []} list={list} today={today} />
        ) : (
          <>
            <OpenTable rows={cases} today={today} />
            <OtherTables {...others} today={today} />
            {news.length > 0 && <NewsBlock news={news} action="/toets" formKey={key} />}
          </>
        )}
      </Stack>
    </MunicipalityFrame>
  )
}
