/** Words of the visitor pages. */
export const visitor = {
  title: 'Instroom',
} as const
