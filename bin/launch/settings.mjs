import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './folders.mjs'
import { portFrom } from './ports.mjs'

/** Adds the lines of `.env` to the environment; what is set already wins. */
export function loadSettings() {
  const file = path.join(ROOT, '.env')
  if (fs.existsSync(file)) process.loadEnvFile(file)
}

/**
 * Whether this start is for real people: no demo personas, no demo data.
 * @throws Error for a mode that does not exist: a slip in the word must not open a site of real people to everybody
 */
export function isProduction({ INSTROOM_MODE: mode } = process.env) {
  if (mode && mode !== 'demo' && mode !== 'production')
    throw new Error(
      `INSTROOM_MODE is '${mode}': it must be 'demo' or 'production', or not be set (then it is the demo).`,
    )
  return mode === 'production'
}

/** @param {NodeJS.ProcessEnv} env */
function wantedPort({ PORT }) {
  const port = Number(PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`PORT is '${PORT}': it must be a port number.`)
  return port
}

/**
 * The environment of what prepares the data: all that the site gets, except where it listens.
 * @param {object} how
 * @param {NodeJS.ProcessEnv} how.env ours
 * @param {import('./services.mjs').ServiceEnv} how.services
 * @param {string} how.sessionSecret used when SESSION_SECRET is not set
 * @returns {NodeJS.ProcessEnv}
 */
export function commandEnvironment({ env, services, sessionSecret }) {
  wantedPort(env) // a slip is said before a minute of seeding, not after it
  const isReal = isProduction(env)
  // A queue that was chosen away must not be found by a process that only looks for its address.
  const { REDIS_URL: _redis, PUBLIC_ORIGIN: origin, ...rest } = env
  return {
    ...rest,
    ...services,
    ...(origin && { PUBLIC_ORIGIN: origin }), // an empty one would hide the default that commands have
    NODE_ENV: 'production',
    SESSION_SECRET: env.SESSION_SECRET || sessionSecret,
    INSTROOM_MODE: isReal ? 'production' : 'demo',
    DEMO: isReal ? '' : (env.DEMO ?? '1'),
  }
}

/**
 * The environment of site and workers: that of the commands, and a port that is free now.
 * @param {{ env: NodeJS.ProcessEnv, say: (line: string) => void }} how env: from commandEnvironment
 * @returns {Promise<{ env: NodeJS.ProcessEnv, origin: string, address: string }>} origin: what people type; address: where we reach it
 * @throws Error when PUBLIC_ORIGIN promises a port that is taken: on another one the site would refuse every form
 */
export async function siteEnvironment({ env, say }) {
  const host = env.HOST || '127.0.0.1'
  const wanted = wantedPort(env)
  const port = await portFrom(wanted, host)
  if (port !== wanted && env.PUBLIC_ORIGIN)
    throw new Error(
      `Port ${wanted} is taken, while PUBLIC_ORIGIN says that people come to ${env.PUBLIC_ORIGIN}: stop what listens there, or set PORT and PUBLIC_ORIGIN to a port that is free (${port} is).`,
    )
  if (port !== wanted) say(`Port ${wanted} is taken, so the site is on ${port}.`)
  const origin = env.PUBLIC_ORIGIN || `http://localhost:${port}`
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return {
    origin,
    address: `http://${reached}:${port}`,
    env: { ...env, HOST: host, PORT: String(port), PUBLIC_ORIGIN: origin },
  }
}
