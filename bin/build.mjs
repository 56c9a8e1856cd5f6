import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './launch/folders.mjs'

/** Each becomes one file in build/ that plain Node runs. */
const ENTRIES = {
  web: 'app/server.ts',
  workers: 'workers/main.ts',
  migrate: 'bin/migrate.ts',
  seed: 'bin/seed.ts',
  'reference-import': 'bin/reference-import.ts',
  rebuild: 'bin/rebuild.ts',
  recheck: 'bin/recheck.ts',
}

const SCRIPTS = { card: 'app/ui/account/card-script.ts', passkey: 'app/ui/account/passkey-script.ts' }

/**
 * Packages stay outside (BullMQ cannot be bundled as ESM), except drizzle-orm: unbundled it costs Node 24 a second and
 * 300 MB at every start. The Remix build is loaded by the site when it runs, so it stays outside too.
 * @type {import('esbuild').Plugin}
 */
const outside = {
  name: 'outside',
  setup(builder) {
    builder.onResolve({ filter: /build\/server\/index\.js$/ }, () => ({ path: './server/index.js', external: true }))
    builder.onResolve({ filter: /^[^./#]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || /^drizzle-orm($|\/)/.test(name) ? undefined : { path: name, external: true },
    )
  },
}

/**
 * A source file that looks for its neighbours (the folder of migrations, a list of words) by its own address would look
 * in build/ once bundled: it keeps the address it has as a source. Entry files are as deep as build/, and ask whether
 * they are the program that runs, so they stay as they are.
 * @type {import('esbuild').Plugin}
 */
const ownAddress = {
  name: 'own-address',
  setup(builder) {
    const entries = new Set(Object.values(ENTRIES).map((file) => path.join(ROOT, file)))
    builder.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (entries.has(file) || file.includes('/node_modules/')) return undefined
      const source = fs.readFileSync(file, 'utf8')
      if (!source.includes('import.meta.')) return undefined
      const address = `new URL(${JSON.stringify(path.relative(path.join(ROOT, 'build'), file))}, import.meta.url)`
      const parts = {
        url: `(${address}).href`,
        filename: `decodeURIComponent((${address}).pathname)`,
        dirname: `decodeURIComponent(new URL('.', ${address}).pathname).slice(0, -1)`,
      }
      const contents = source.replace(
        /\bimport\.meta\.(url|dirname|filename)\b/g,
        (_whole, /** @type {keyof typeof parts} */ part) => parts[part],
      )
      return { loader: 'ts', contents }
    })
  },
}

/** Screens: client and server half, by Remix. */
function buildScreens() {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build', '--config', 'app/vite.config.ts'],
      { cwd: ROOT, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
    )
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(undefined) : reject(new Error('The screens do not build.'))))
  })
}

/** Site, workers and commands, by esbuild. */
const buildPrograms = () =>
  build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ in: file, out })),
    outdir: 'build',
    write: false, // Remix empties build/ when it starts: these are written when it is done
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [outside, ownAddress],
  })

/** The scripts of pages that have no others: one file each in build/client/scripts/, which the pages name. */
const buildScripts = () =>
  build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(SCRIPTS).map(([out, file]) => ({ in: file, out })),
    outdir: 'build/client/scripts',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    logLevel: 'warning',
  })

/** `npm run build`: what `npm start` and the image run, into build/. */
export async function buildAll() {
  const [screens, ...built] = await Promise.allSettled([buildScreens(), buildPrograms(), buildScripts()])
  if (screens.status === 'rejected') throw screens.reason
  for (const made of built) {
    if (made.status === 'rejected') throw made.reason
    for (const { path: file, contents } of made.value.outputFiles ?? []) {
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, contents)
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildAll()
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    process.exit(1)
  }
}
