/** The same keys as the Dutch words, with any text: a missing or a superfluous key does not compile. Plural forms of a language come beside. */
export type Translated<T> = {
  [K in keyof T]: T[K] extends string ? string : Translated<T[K]>
} & (Plurals<T> extends never ? unknown : Plurals<T>)

type Plurals<T> = {
  [K in keyof T as K extends `${infer Base}_other` ? `${Base}_${'zero' | 'two' | 'few' | 'many'}` : never]?: string
}
