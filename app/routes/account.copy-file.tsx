import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/request/context.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import { copyOfAccount } from '#server/privacy/reads-account.ts'

/** `GET /account/kopie.json`: the same copy for a computer (GDPR art. 20). Nothing of it is kept on the server. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await signedIn(args, 'privacy.copy-account')
  await countRequest(args, ctx, 'export')
  const copy = await run(() => copyOfAccount(ctx))
  return new Response(`${JSON.stringify(copy, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="instroom-kopie.json"',
      'Cache-Control': 'no-store',
    },
  })
}
