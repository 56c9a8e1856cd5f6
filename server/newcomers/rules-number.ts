/** By what a newcomer is named among people who must not know the name: the first eight characters of the id. */
export const shortNumber = (newcomerId: string): string => newcomerId.slice(0, 8).toUpperCase()
