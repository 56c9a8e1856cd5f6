/** Words of the newcomer pages. */
export const newcomer = {
  title: 'Instroom',
} as const
