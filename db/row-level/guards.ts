import { type Elevation, PURPOSES } from './purposes.ts'
import { WEB } from './roles.ts'
import { ADMIN_OF, all, any, forPurposes, is, ME, MUNICIPALITY, NEWCOMER } from './words.ts'

/** Who may change which columns of a row that the policies let them change; whoever is in no line changes none. `old` is the row as it was. */
type Guard = readonly { who: string; columns: readonly string[] | 'all' }[]

/** What a newcomer signs in with is ended by the coach, who makes nothing else of it, and what ended stays so. */
const ENDED_BY_COACH: Guard = [
  // Nobody hands a session or card of their own over to another account.
  { who: all('new.account_id = old.account_id', any(`old.account_id = ${ME}`, is('door'))), columns: 'all' },
  { who: all(is('coach'), 'new.revoked_at is not null'), columns: ['revoked_at'] },
]

/** A policy lets a whole row be changed; here it is said of the rows that several kinds of people may change, which part of them is whose. */
const GUARDS: Readonly<Record<string, Guard>> = {
  newcomers: [
    { who: all(is('coach'), `old.coach_id = ${ME}`), columns: 'all' },
    { who: `old.id = ${NEWCOMER}`, columns: ['availability', 'screen_language', 'version', 'updated_at'] },
    // A manager gives somebody another coach and does nothing else with a profile.
    {
      who: all(is('municipality'), `old.municipality_code = ${MUNICIPALITY}`),
      columns: ['coach_id', 'version', 'updated_at'],
    },
  ],
  accounts: [
    // Nobody gives themselves another role or rank; who runs the organisation does, see below.
    {
      who: `old.id = ${ME}`,
      columns: ['language', 'signed_in_on', 'email', 'email_sealed', 'email_index', 'mailbox_index'],
    },
    { who: is('door'), columns: ['signed_in_on'] },
    {
      who: any(`old.employer_id = ${ADMIN_OF}`, all(is('municipality'), `old.municipality_code = ${MUNICIPALITY}`)),
      columns: ['role', 'is_admin', 'state', 'email', 'email_sealed', 'email_index', 'mailbox_index'],
    },
  ],
  sessions: ENDED_BY_COACH,
  access_cards: ENDED_BY_COACH,
  file_openings: [
    // Whoever asked may end it, and a second person decides.
    { who: `old.asked_by = ${ME}`, columns: ['ended_by', 'ended_at'] },
    {
      who: all(is('municipality'), `old.municipality_code = ${MUNICIPALITY}`, `old.asked_by is distinct from ${ME}`),
      columns: ['state', 'decided_by', 'decided_at', 'ends_at', 'ended_by', 'ended_at'],
    },
  ],
}

/** Columns that the web process reads through a function of `functions.ts` only, by table. */
export const UNREAD: Readonly<Record<string, readonly string[]>> = { organisation_standings: ['reason'] }

const listOf = (columns: readonly string[]): string => `array[${columns.map((name) => `'${name}'`).join(', ')}]`

/** The statements that guard one table; none for most. They fire for the web process alone, and not for a purpose that writes the table. */
export function guardStatements(table: string): string[] {
  const guard = GUARDS[table]
  if (!guard) return []
  const purposes = Object.entries<Elevation>(PURPOSES)
    .filter(([, purpose]) => purpose.writes?.includes(table))
    .map(([name]) => name)
  const may = guard.map(({ who, columns }) =>
    columns === 'all' ? `(${who})` : `((${who}) and changed <@ ${listOf(columns)})`,
  )
  const name = `app_guard_${table}`
  return [
    `create or replace function ${name}() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  changed text[] := array(select n.key from jsonb_each(to_jsonb(new)) n where n.value is distinct from to_jsonb(old) -> n.key);
begin
  -- By itself: the workers may not even ask the functions of what follows.
  if current_user <> '${WEB}' then
    return new;
  end if;
  if ${[...(purposes.length > 0 ? [`coalesce(${forPurposes(...purposes)}, false)`] : []), ...may].join('\n    or ')} then
    return new;
  end if;
  raise exception 'not for this actor to change: %', array_to_string(changed, ', ') using errcode = 'insufficient_privilege';
end
$$`,
    `revoke all on function ${name} from public`,
    `drop trigger if exists guard_columns on ${table}`,
    `create trigger guard_columns before update on ${table} for each row when (old.* is distinct from new.*) execute function ${name}()`,
  ]
}
