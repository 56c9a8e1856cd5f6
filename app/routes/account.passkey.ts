import { z } from 'zod'
import { PasskeyResponse } from '#server/accounts/rules.ts'

/** The two steps of a passkey on a page: what is to be signed, and what the device signed. */
export const PasskeyAsk = z.object({ intent: z.literal('passkey-ask') })
export const PasskeySigned = z.object({
  intent: z.literal('passkey'),
  challenge: z.uuid('passkey-failed'),
  response: PasskeyResponse,
})
