import type { Sql } from 'postgres'

/** What the fence knows of one transaction, savepoints included: the same object for all of its clients. */
export const LIFE: unique symbol = Symbol.for('instroom.life')

/** Thrown at a query that comes after the connection of its transaction has died. */
class TransactionLost extends Error {
  override name = 'TransactionLost'
  constructor() {
    super('The database connection of this transaction was lost; nothing of it was kept. Try again.')
  }
}

/**
 * A fence round postgres.js transactions. When a backend dies inside a transaction, postgres.js 3.4.9 lets the callback go on and
 * runs its late queries, and even its COMMIT, on the replacement connection: inside somebody else's transaction
 * (porsager/postgres #1204, #1216; ADR 0007, tests/server/fence.test.ts). From the moment `begin` rejects, the fence refuses every later query
 * of that callback and never lets it return or throw, so it reaches neither COMMIT nor ROLLBACK.
 *
 * @param client a postgres.js client
 * @returns the same client, with `begin` fenced; savepoints run inside and are fenced with it
 */
export function fence(client: Sql): Sql {
  return new Proxy(client, {
    get(target, key, receiver) {
      if (key === 'reserve') throw new Error('reserve() is not fenced: use a transaction')
      if (key !== 'begin') return Reflect.get(target, key, receiver)
      return (...args: unknown[]) => {
        const callback = args.pop() as (tx: unknown) => Promise<unknown>
        const life = { lost: false }
        const options = args as [string]
        const running = target.begin(...options, async (tx) => {
          try {
            const value = await callback(guarded(tx, life))
            if (life.lost) await never()
            return value
          } catch (error) {
            if (life.lost) await never()
            throw error
          }
        })
        running.catch(() => {
          life.lost = true
        })
        return running
      }
    },
  })
}

const never = () => new Promise<never>(() => {})

function guarded<T extends object>(tx: T, life: { lost: boolean }): T {
  return new Proxy(tx, {
    apply(target, thisArg, args) {
      if (life.lost) return Promise.reject(new TransactionLost())
      // A proxy is only called when its target is a function, which `object` does not say.
      return Reflect.apply(target as unknown as (...a: unknown[]) => unknown, thisArg, args)
    },
    get(target, key, receiver) {
      if (key === LIFE) return life
      const value = Reflect.get(target, key, receiver)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (life.lost) throw new TransactionLost()
        if (key === 'savepoint') {
          const inner = args.pop() as (nested: object) => unknown
          args.push((nested: object) => inner(guarded(nested, life)))
        }
        return Reflect.apply(value, target, args)
      }
    },
  })
}
