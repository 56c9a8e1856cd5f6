import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { PeoplePage } from '#app/ui/people/people-page.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { frameOf } from './employer.frame.ts'
import { changePeople, peopleOf } from './staff.people.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.frame.refused ? 'Fout: ' : ''}Mensen - Instroom` },
]

/** Who works at this employer: every account sees its colleagues, an admin invites and changes. */
export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'account.read-members')
  return run(async () => json({ frame: await frameOf(args, me), ...(await peopleOf(me.ctx, args)) }))
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'account.read-members')
  return changePeople(args, ctx, '/werkgever/mensen')
}

export default function EmployerPeople() {
  const { frame, done, ...shown } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const email = said?.values['email']
  return (
    <EmployerFrame frame={frame} current="people">
      <PeoplePage
        {...shown}
        organisation={frame.org}
        action="/werkgever/mensen"
        seats={[
          { value: 'employer-member', label: t('people.member') },
          { value: 'employer-admin', label: t('people.admin') },
        ]}
        done={done}
        errors={said?.errors ?? null}
        email={typeof email === 'string' ? email : undefined}
      />
    </EmployerFrame>
  )
}
