import { createContext } from 'react'

/**
 * Draws a key for a form that got none of its loader. Only the server draws pages with it, so a page that a browser draws again (one with
 * scripts) passes a key of its loader to each of its forms.
 */
export const FreshKeyContext = createContext<(() => string) | null>(null)
