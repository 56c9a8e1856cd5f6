import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { PeoplePage } from '#app/ui/people/people-page.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { changePeople, peopleOf } from './staff.people.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Mensen - Instroom` },
]

/** Who works for this municipality: coaches, officers and managers. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'account.read-staff')
  return run(async () =>
    json({
      refused: wasRefused(args),
      who: whoOf(account),
      municipality: account.organisation ?? '',
      ...(await peopleOf(ctx, args)),
    }),
  )
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'account.read-staff')
  return changePeople(args, ctx, '/gemeente/mensen')
}

export default function MunicipalityPeople() {
  const { refused, who, municipality, ...shown } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const email = said?.values['email']
  return (
    <MunicipalityFrame desk="municipality" who={who} municipality={municipality} current="people">
      <PeoplePage
        {...shown}
        organisation={municipality}
        action="/gemeente/mensen"
        seats={(['coach', 'officer', 'municipality'] as const).map((value) => ({ value, label: t(`people.${value}`) }))}
        errors={said?.errors ?? null}
        email={typeof email === 'string' ? email : undefined}
      />
    </MunicipalityFrame>
  )
}
