/** Shorter than the year that RFC 9116 and internet.nl allow. */
const DAYS = 300

/**
 * Where to tell of a weakness (RFC 9116; compulsory for Dutch government since 2023, Forum Standaardisatie). The last day is counted from today, so the file
 * never expires while the site runs.
 *
 * @param contact `mailto:` or `https:`, from SECURITY_CONTACT
 * @param publicOrigin of the site, for the one address at which the file counts
 */
export function securityTxt({
  contact,
  publicOrigin,
  now,
}: {
  contact: string
  publicOrigin: string
  now: Date
}): string {
  const expires = new Date(now.getTime() + DAYS * 86_400_000)
  expires.setUTCHours(0, 0, 0, 0)
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: nl, en',
    `Canonical: ${publicOrigin}/.well-known/security.txt`,
    '',
  ].join('\n')
}
