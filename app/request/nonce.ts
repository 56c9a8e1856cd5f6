import { createContext } from 'react'

/** The nonce of this answer, for the scripts of the page. Browsers hide it from scripts, so it is empty there. */
export const NonceContext = createContext<string | undefined>(undefined)
