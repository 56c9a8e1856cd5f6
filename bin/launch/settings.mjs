import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './folders.mjs'
import { portFrom } from './ports.mjs'

/** Adds the lines of `.env` to the environment; what is set already wins. */
export function loadSettings() {
  const file = path.join(ROOT, '.env')
  if (fs.existsSync(file)) process.loadEnvFile(file)
}

/** Whether this start is for real people: no demo personas, no demo data. */
export const isProduction = (env = process.env) => env.INSTROOM_MODE === 'production'

/**
 * The environment of site and workers.
 * @param {object} how
 * @param {NodeJS.ProcessEnv} how.env ours
 * @param {import('./services.mjs').ServiceEnv} how.services
 * @param {string} how.sessionSecret used when SESSION_SECRET is not set
 * @param {(line: string) => void} how.say
 * @returns {Promise<{ env: NodeJS.ProcessEnv, origin: string, address: string }>} origin: what people type; address: where we reach it
 */
export async function siteEnvironment({ env, services, sessionSecret, say }) {
  const host = env.HOST || '127.0.0.1'
  const wanted = Number(env.PORT || 3000)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65535)
    throw new Error(`PORT is '${env.PORT}': it must be a port number.`)
  const port = await portFrom(wanted, host)
  if (port !== wanted) say(`Port ${wanted} is taken, so the site is on ${port}.`)
  const origin = env.PUBLIC_ORIGIN || `http://localhost:${port}`
  // A queue that was chosen away must not be found by a process that only looks for its address.
  const { REDIS_URL: _redis, ...rest } = env
  return {
    origin,
    address: `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`,
    env: {
      ...rest,
      ...services,
      NODE_ENV: 'production',
      HOST: host,
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
      SESSION_SECRET: env.SESSION_SECRET || sessionSecret,
      INSTROOM_MODE: isProduction(env) ? 'production' : 'demo',
      DEMO: isProduction(env) ? '' : (env.DEMO ?? '1'),
    },
  }
}
