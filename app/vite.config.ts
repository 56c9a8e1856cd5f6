import path from 'node:path'
import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'
import { DOORS } from '../server/access/doors.ts'
import siteMap from './routes.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** Law 6: browsers see constants from rules and words of the database, and screens; nothing else of the server, and no zod. */
const NEVER_IN_A_BROWSER = /^(?:server\/(?!.*\/rules[-./])|db\/(?!values\/)|workers\/|bin\/|tests\/)/

/** Stops the build when a file of the server would travel to the browser. */
function guardBrowser(): Plugin {
  let isForBrowser = true
  return {
    name: 'instroom-guard-browser',
    enforce: 'pre',
    configResolved(config) {
      isForBrowser = !config.build.ssr
    },
    async resolveId(source, importer, options) {
      if (options.ssr || importer === undefined) return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (!found) return null
      const file = path.relative(ROOT, found.id.split('?', 1)[0] ?? '')
      if (!NEVER_IN_A_BROWSER.test(file)) return null
      this.error(`${file} would travel to the browser: ${path.relative(ROOT, importer)} imports it (law 6).`)
    },
    /** zod tries to make code of text, which the content policy refuses and reports; forms are read on the server. */
    generateBundle(_options, bundle) {
      if (!isForBrowser) return
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const ids = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0)
        if (!ids.some(([id]) => id.includes('/node_modules/zod/'))) continue
        const ours = ids.map(([id]) => path.relative(ROOT, id)).filter((id) => !id.startsWith('node_modules'))
        this.error(`zod would travel to the browser, with ${ours.join(', ')}.`)
      }
    },
  }
}

/** Stops the build when a page has no door, or a door no page (docs/adr/0016). What each has of a loader and an action, the start and the tests hold against it. */
function guardDoors(): Plugin {
  return {
    name: 'instroom-guard-doors',
    buildStart() {
      const pages = siteMap.map(({ file }) => file.replace(/^routes\/|\.tsx$/g, ''))
      const bare = pages.filter((name) => !(name in DOORS))
      const idle = Object.keys(DOORS).filter((name) => !pages.includes(name))
      if (bare.length + idle.length > 0)
        this.error(`server/access/doors.ts and app/routes.ts differ: ${[...bare, ...idle].join(', ')}`)
    },
  }
}

export default defineConfig({
  root: ROOT,
  publicDir: path.join(ROOT, 'public'),
  // Unbundled, drizzle costs Node 24 a second and 300 MB at every start.
  ssr: { noExternal: ['drizzle-orm'] },
  build: { assetsInlineLimit: 0, sourcemap: false },
  plugins: [
    guardBrowser(),
    guardDoors(),
    remix({
      appDirectory: path.join(ROOT, 'app'),
      buildDirectory: path.join(ROOT, 'build'),
      serverModuleFormat: 'esm',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_routeConfig: true,
        // Off for good (ADR on the pins of Remix 2): their code is where the unfixable advisories are.
        v3_singleFetch: false,
        v3_lazyRouteDiscovery: false,
      },
    }),
  ],
})
