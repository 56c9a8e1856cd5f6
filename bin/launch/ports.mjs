import net from 'node:net'

/** Where a browser that is sent to `localhost` may end up, and the addresses that take all of these at once. */
const NEAR = ['127.0.0.1', '::1', '0.0.0.0', '::']

/**
 * Why a port cannot be listened on now, as the system's code; undefined when it can.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>}
 */
function refusalOf(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/**
 * A port that is free now: the remembered one when it still is, else one that the system picks.
 * @param {number} [remembered]
 * @returns {Promise<number>}
 */
export async function freePort(remembered) {
  if (remembered && !(await refusalOf(remembered, '127.0.0.1'))) return remembered
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/**
 * The wanted port, or the first free one after it. A site of this machine is reached by the name `localhost`, which is
 * more than one address: a stranger on any of them would get our visitors.
 * @param {number} wanted
 * @param {string} host
 * @returns {Promise<number>}
 */
export async function portFrom(wanted, host) {
  const others = host === 'localhost' || NEAR.includes(host) ? NEAR : []
  /** One address after another, since two probes of our own would be in each other's way. @param {number} port */
  const isFree = async (port) => {
    if (await refusalOf(port, host)) return false
    // A machine without IPv6 refuses ::1 for another reason than that it is taken.
    for (const other of others) if ((await refusalOf(port, other)) === 'EADDRINUSE') return false
    return true
  }
  for (let port = wanted; port < Math.min(wanted + 100, 65536); port++) if (await isFree(port)) return port
  throw new Error(`No free port between ${wanted} and ${wanted + 99} on ${host}: set PORT.`)
}
