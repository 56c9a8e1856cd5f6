import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/request/context.ts'
import { languageOfParams } from '#app/request/language.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import { copyOfMe } from '#server/privacy/reads.ts'

/** `GET /nl/mijn-gegevens/kopie.json`: the same copy for a computer (GDPR art. 20). Nothing of it is kept on the server. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await signedIn(args, 'privacy.copy')
  await countRequest(args, ctx, 'export')
  const copy = await run(() => copyOfMe(ctx, languageOfParams(args.params)))
  return new Response(`${JSON.stringify(copy, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="instroom-kopie.json"',
      'Cache-Control': 'no-store',
    },
  })
}
