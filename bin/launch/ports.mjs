import net from 'node:net'

/**
 * Whether a port can be listened on now.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * A port that is free now: the remembered one when it still is, else one that the system picks.
 * @param {number} [remembered]
 * @returns {Promise<number>}
 */
export async function freePort(remembered) {
  if (remembered && (await isFree(remembered))) return remembered
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
 * The wanted port, or the first free one after it.
 * @param {number} wanted
 * @param {string} host
 * @returns {Promise<number>}
 */
export async function portFrom(wanted, host) {
  for (let port = wanted; port < Math.min(wanted + 100, 65536); port++) if (await isFree(port, host)) return port
  throw new Error(`No free port between ${wanted} and ${wanted + 99} on ${host}: set PORT.`)
}
