/** Whether the form was sent as such: the script asks for data, a browser without it for a page. */
export const isWithoutScript = (said: object | undefined): boolean => said !== undefined && 'passkey' in said

/** Whether what the device signed was refused. */
export const isRefusedPasskey = (said: object | undefined): boolean =>
  said !== undefined && 'errors' in said && JSON.stringify(said.errors).includes('passkey-failed')

/** What the page gets to show that a passkey was refused. */
export const refusedPasskey = { ok: false as const, values: {}, errors: { response: ['passkey-failed'] }, key: null }
