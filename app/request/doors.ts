import type { ServerBuild } from '@remix-run/node'
import type { Door } from '#server/access/doors.ts'
import { type Action, ROWS } from '#server/access/matrix.ts'
import { may } from '#server/access/may.ts'
import type { Account } from '#server/accounts/reads.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Args, toSignIn } from './context.ts'
import { requireFresh } from './fresh-proof.ts'
import { refusalResponse } from './refusal.ts'

/** The doors of a site, by the name of the page: `coach.caseload`. */
export type Doors = Readonly<Record<string, Door>>

/** The name of a page as the list of doors has it. */
const nameOf = (id: string): string => id.replace(/^routes\//, '')

/**
 * Puts each loader and each action behind its door, so that no page can forget to ask: who may not pass, meets none of its code.
 *
 * @throws Error for a loader or an action without a line, and for a line without one: the site does not start
 */
export function behindDoors(build: ServerBuild, doors: Doors): ServerBuild {
  const wrong: string[] = []
  const routes = Object.fromEntries(
    Object.entries(build.routes).map(([id, route]) => {
      const door: Door = doors[nameOf(id)] ?? {}
      if (!route) return [id, route]
      const { loader, action } = route.module
      if ((loader !== undefined) !== (door.opens !== undefined)) wrong.push(`${id} (loader)`)
      if ((action !== undefined) !== (door.takes !== undefined)) wrong.push(`${id} (action)`)
      const opens: readonly (readonly Action[])[] = door.opens ? [[door.opens]] : []
      const takes: readonly (readonly Action[])[] = door.takes ? [...opens, door.takes] : opens
      const needsProof = door.opens && door.proof === undefined && ROWS[door.opens].needs?.includes('fresh-proof')
      const pass = async (args: Args, groups: readonly (readonly Action[])[]) => {
        const account = await admit(args, groups)
        if (needsProof && account) requireFresh(args, account)
      }
      const module = { ...route.module }
      if (loader)
        module.loader = async (args) => {
          await pass(args, opens)
          return loader(args)
        }
      if (action)
        module.action = async (args) => {
          await pass(args, takes)
          return action(args)
        }
      return [id, { ...route, module }]
    }),
  )
  const known = new Set(Object.keys(build.routes).map(nameOf))
  wrong.push(...Object.keys(doors).filter((name) => !known.has(name)))
  if (wrong.length > 0) throw new Error(`server/access/doors.ts and the pages differ: ${wrong.join(', ')}`)
  return { ...build, routes }
}

/**
 * Lets somebody pass whom each of these groups names in one of its rows at least.
 *
 * @returns who that is; null = it is open to everybody, and nobody was asked for
 * @throws Response as `signedIn`
 */
async function admit(args: Args, groups: readonly (readonly Action[])[]): Promise<Account | null> {
  const closed = groups.filter((rows) => !rows.some((row) => ROWS[row].by.anyone))
  if (closed.length === 0) return null
  const isHalf = closed.every((rows) => rows.some((row) => ROWS[row].half))
  const account = await (isHalf ? args.context.session() : args.context.account())
  if (account === null) throw await toSignIn(args)
  const passes = closed.every((rows) => rows.some((row) => may(account, row)))
  if (!passes) throw refusalResponse(new Refusal('forbidden'))
  return account
}
