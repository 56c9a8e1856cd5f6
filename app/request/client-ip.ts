import { isIP } from 'node:net'

/**
 * Whose address a request comes from. Anybody can write `X-Forwarded-For`, so it counts only for as many entries as there are proxies of ours
 * before this process, from the right: each proxy adds the address that it saw.
 *
 * @param socket the other end of the socket
 * @param forwarded `X-Forwarded-For` as it came in, several headers joined by commas
 * @param hops proxies of ours (TRUSTED_PROXY_HOPS); 0 = the header is not read
 * @returns the address that the outermost proxy of ours saw; that of the socket where the header says less than it should
 */
export function clientIp(socket: string, forwarded: string | undefined, hops: number): string {
  if (hops === 0 || forwarded === undefined) return socket
  const entry = forwarded.split(',').at(-hops)?.trim() ?? ''
  return isIP(entry) === 0 ? socket : entry
}
