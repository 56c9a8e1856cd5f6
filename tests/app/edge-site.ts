import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import { createElement } from 'react'
import { z } from 'zod'
import * as entry from '#app/entry.server.tsx'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { makeSite, type SiteParts } from '#app/request/site.ts'
import * as root from '#app/root.tsx'
import siteMap from '#app/routes.ts'
import type { Db } from '#db/client.ts'
import { DOORS, type Door } from '#server/access/doors.ts'
import { changeLanguage } from '#server/accounts/change-language.ts'
import type { IdentityProvider } from '#server/accounts/identity-provider.ts'
import type { Mail } from '#server/platform/mail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { demoKeyRing } from '#server/platform/seal.ts'
import type { MeiliSettings } from '#server/search/port.ts'

type Module = ServerBuild['routes'][string]['module']

/** Counts how often an action of a test page ran. */
export const ran = { times: 0 }

const page = () => createElement('main', null, 'a page')
const plain = { hydrate: false }
/** Pages that only tests have: one that acts, one without a screen, and ones that break in each way. */
const TEST_PAGES: Record<string, Module> = {
  accept: {
    default: page,
    loader: () => ({}),
    action: () => {
      ran.times += 1
      return { done: 1 }
    },
  },
  'api/accept': {
    default: undefined as never,
    action: () => {
      ran.times += 1
      return new Response('done')
    },
  },
  'coach/test': {
    default: page,
    loader: async (args: LoaderFunctionArgs) => {
      const { ctx, account } = await signedIn(args, 'newcomer.read-caseload')
      return { municipality: ctx.actor.municipalityCode, name: account.displayName }
    },
    action: async (args: ActionFunctionArgs) => {
      const { ctx } = await signedIn(args, 'newcomer.read-caseload')
      const form = await readForm(args.request, z.object({ choice: z.enum(['yes', 'mend', 'stale']) }))
      if (!form.ok) return again(form)
      return run(async () => {
        const done = await onceFor(args, ctx, form, async (inside) => {
          if (form.value.choice === 'mend') return { again: 'mend this' }
          if (form.value.choice === 'stale') throw new Refusal('stale')
          ran.times += 1
          await changeLanguage(inside, { language: 'en' })
          return { answer: { id: crypto.randomUUID() } }
        })
        return 'again' in done ? again(form, { verdict: done.again }) : redirectTo(`/coach/${done.answer['id']}`)
      })
    },
  },
  'only-read': { default: page, handle: plain, loader: () => ({}) },
  'breaks/loader': {
    default: page,
    handle: plain,
    loader: () => {
      throw new Error('SECRET select * from accounts')
    },
  },
  'breaks/render': {
    default: () => {
      throw new Error('SECRET')
    },
    handle: plain,
  },
  'breaks/resource': {
    default: undefined as never,
    loader: () => {
      throw new Error('SECRET')
    },
  },
}

/** Their doors, beside those of the site. */
const TEST_DOORS: Record<string, Door> = {
  'test/accept': { opens: 'site.read', takes: ['site.read'] },
  'test/api/accept': { takes: ['site.read'] },
  'test/coach/test': { opens: 'newcomer.read-caseload', takes: ['newcomer.read-caseload'] },
  'test/only-read': { opens: 'site.read' },
  'test/breaks/loader': { opens: 'site.read' },
  'test/breaks/render': {},
  'test/breaks/resource': { opens: 'site.read' },
}

/** The pages of the site map and the test pages as Remix's build has them, without Vite. */
async function aBuild(): Promise<ServerBuild> {
  const routes: ServerBuild['routes'] = { root: { id: 'root', path: '', module: root as Module } }
  for (const line of siteMap) {
    const id = line.file.replace(/\.tsx$/, '')
    const module: Module = await import(/* @vite-ignore */ new URL(`../../app/${line.file}`, import.meta.url).href)
    const where = 'path' in line ? { path: line.path } : { index: true }
    routes[id] = { id, parentId: 'root', module, ...where }
  }
  for (const [path, module] of Object.entries(TEST_PAGES)) {
    routes[`test/${path}`] = { id: `test/${path}`, parentId: 'root', path, module }
  }
  const assets = Object.fromEntries(
    Object.values(routes).map(({ module, ...route }) => [
      route.id,
      {
        ...route,
        module: '/assets/x.js',
        hasAction: module.action !== undefined,
        hasLoader: module.loader !== undefined,
        hasErrorBoundary: module.ErrorBoundary !== undefined,
      },
    ]),
  )
  return {
    isSpaMode: false,
    publicPath: '/',
    basename: '/',
    assetsBuildDirectory: 'build/client',
    mode: 'production',
    future: { v3_singleFetch: false, v3_lazyRouteDiscovery: false } as ServerBuild['future'],
    assets: {
      version: '1',
      url: '/assets/m.js',
      entry: { module: '/assets/e.js', imports: [] },
      routes: assets,
    } as never,
    entry: { module: entry as ServerBuild['entry']['module'] },
    routes,
  }
}

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }
export type Asked = {
  method?: string
  path: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

/** A running site on a free port, and what it mailed. */
export type RunningSite = {
  origin: string
  server: Server
  mails: Mail[]
  ask(asked: Asked): Promise<Answer>
  /** A form post as our own page sends it, with a key of its own where none is given. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

export const FORM = 'application/x-www-form-urlencoded'

export async function anEdge(
  db: Db,
  given: {
    publicOrigin?: string
    demo?: boolean
    identityProvider?: IdentityProvider
    quotaFactor?: number
    meili?: MeiliSettings
  } & Partial<SiteParts> = {},
): Promise<RunningSite> {
  const { publicOrigin = 'https://instroom.example', demo = true, quotaFactor: _factor, meili = null, ...parts } = given
  const mails: Mail[] = []
  const site = makeSite({
    env: {
      databaseUrl: '',
      redisUrl: undefined,
      queueBackend: 'postgres',
      queuePrefix: 'test',
      meili,
      publicOrigin,
      host: '127.0.0.1',
      port: 0,
      trustedProxyHops: 0,
      sessionSecret: 'a secret of thirty-two characters and more',
      sealKeys: demoKeyRing('a secret of thirty-two characters and more'),
      identityProvider: given.identityProvider ?? null,
      smtpUrl: undefined,
      mailFrom: 'test@instroom.example',
      securityContact: 'mailto:security@instroom.example',
      quotaFactor: given.quotaFactor ?? 1,
      logLevel: 'silent',
      production: !demo,
      demo,
    },
    db,
    mailer: { send: async (mail) => void mails.push(mail) },
    build: await aBuild(),
    doors: { ...DOORS, ...TEST_DOORS },
    clientFolder: '/nowhere',
    ...parts,
  })
  const server = createServer(site)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = ({ method = 'GET', path, headers = {}, body }: Asked) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: { connection: 'close', ...headers } })
      sent.on('error', reject)
      sent.on('response', (got) => {
        let text = ''
        got.setEncoding('utf8')
        got.on('data', (part: string) => {
          text += part
        })
        got.on('end', () => resolve({ status: got.statusCode ?? 0, headers: got.headers, text }))
      })
      sent.end(body)
    })
  return {
    origin: publicOrigin,
    server,
    mails,
    ask,
    post: (path, fields, headers = {}) =>
      ask({
        method: 'POST',
        path,
        headers: { origin: publicOrigin, 'content-type': FORM, ...headers },
        body: new URLSearchParams({ key: crypto.randomUUID(), ...fields }).toString(),
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The cookies of an answer, as the next request sends them. */
export const cookiesOf = (answer: Answer): string =>
  (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ')
