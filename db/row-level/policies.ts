import { PEOPLE } from './policies-people.ts'
import { WORK } from './policies-work.ts'
import { type Elevation, PURPOSES } from './purposes.ts'
import { WEB, WORKERS } from './roles.ts'
import type { TablePolicy } from './table-policy.ts'
import { forPurposes } from './words.ts'
import { WORKER_RIGHTS } from './worker-rights.ts'

/** Every table, by its name. A table that is not here fails tests/server/row-level-catalog.test.ts: say there who may see which rows. */
export const POLICIES: Record<string, TablePolicy> = { ...PEOPLE, ...WORK }

const purposesOf = (table: string, kind: 'reads' | 'writes' | 'holds'): string[] =>
  Object.entries<Elevation>(PURPOSES)
    .filter(([, purpose]) => purpose[kind]?.includes(table))
    .map(([name]) => name)

/**
 * The statements that give a table its policies: forced upon its owner as well, who has a policy of its own so that a data migration never silently touches
 * no row.
 *
 * @param owner the role that owns the schema
 */
export function policyStatements(table: string, policy: TablePolicy, owner: string): string[] {
  const make = (name: string, what: string): string => `create policy ${name} on ${table} ${what}`
  const web = (name: string, command: string, using: string | undefined, check?: string): string[] =>
    using === undefined && check === undefined
      ? []
      : [
          make(
            name,
            `for ${command} to ${WEB}${using === undefined ? '' : ` using (${using})`}${check === undefined ? '' : ` with check (${check})`}`,
          ),
        ]
  const { own, write, add = write, change = write, needs } = policy
  const read = policy.read !== undefined && needs !== undefined ? `(${policy.read}) and (${needs})` : policy.read
  const forPurpose = (kind: 'reads' | 'writes' | 'holds'): string | undefined => {
    const names = purposesOf(table, kind)
    return names.length === 0 ? undefined : forPurposes(...names)
  }
  const holds = forPurpose('holds')
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    make('by_owner', `to "${owner}" using (true) with check (true)`),
    make('by_workers', `to ${WORKERS} using (true) with check (${WORKER_RIGHTS[table]?.only ?? 'true'})`),
    ...(policy.open === undefined ? [] : web('open_to_all', 'select', 'true')),
    ...web('own_rows', 'all', own, own),
    ...web('may_read', 'select', read),
    ...web('may_add', 'insert', undefined, add),
    ...web('may_change', 'update', change, change),
    ...web('may_hold', 'update', policy.hold, policy.hold && 'false'),
    ...web('may_remove', 'delete', write),
    ...web('for_purpose', 'select', forPurpose('reads')),
    ...web('for_purpose_to_write', 'all', forPurpose('writes'), forPurpose('writes')),
    // A lock asks for the right to change: what is held may not be.
    ...web('for_purpose_to_hold', 'update', holds, holds && 'false'),
  ]
}
