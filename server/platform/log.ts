import { pino } from 'pino'

/**
 * The log. Ids, codes and durations only: never a name, a mail address, a form value, a token or a URL with a query.
 * `redact` is the net below that rule, not the rule.
 */
export const log = pino({
  level: process.env['LOG_LEVEL'] || 'info',
  base: null,
  redact: {
    paths: ['email', 'phone', 'name', 'givenName', 'familyName', 'token', 'cookie', '*.email', '*.phone', '*.token'],
    censor: '[gone]',
  },
})
