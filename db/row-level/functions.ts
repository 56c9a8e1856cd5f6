/**
 * What the actor of this transaction has to do with, as ids. They run as the owner of the schema, so that a policy can ask another table without asking the
 * policies of that table in a circle; each looks at the actor first, and the arm of another role costs nothing. The path of names is fixed.
 */
const SHOWN = `('shortlisted', 'consented', 'accepted', 'placed', 'refused')`
const role = `current_setting('app.role', true)`
const id = (name: string) => `nullif(current_setting('app.${name}', true), '')::uuid`
const municipality = `nullif(current_setting('app.municipality', true), '')`

/** Whose file is open to this actor in an emergency, until it ends. */
const opened = `select o.newcomer_id from file_openings o where o.asked_by = ${id('account')} and o.state = 'approved' and o.ended_at is null and o.ends_at > nullif(current_setting('app.now', true), '')::timestamptz`

/** Of whom a yes to this employer stands now (`consentStands`): not taken back or lapsed, of nobody who stopped, and when placed while the placement runs. */
const revealed = `select c.newcomer_id from consents c join proposals r on r.id = c.proposal_id join newcomers n on n.id = c.newcomer_id where c.employer_id = ${id('employer')} and c.withdrawn_at is null and n.availability <> 'withdrawn' and (r.state in ('consented', 'accepted') and c.expires_on >= (nullif(current_setting('app.now', true), '')::timestamptz at time zone 'Europe/Amsterdam')::date or r.state = 'placed' and exists(select from placements t where t.proposal_id = r.id and t.state in ('planned', 'active')))`

/** In the labour market region of the municipality of this actor, or in that municipality where it has no region (`inRegionOf`). */
const inRegion = `municipalities h join municipalities m on m.code = h.code or m.region_code = h.region_code join places w on w.municipality_code = m.code join establishments e on e.postcode4 = w.postcode4 where h.code = ${municipality}`

type Definer = { name: string; args?: string; returns: string; says: string; body: string }

const arms = (...parts: [roles: string, query: string][]): string =>
  `case\n${parts
    .map(([roles, query]) => `    when ${role} in (${roles}) then array(${query})`)
    .join('\n')}\n    else '{}'::uuid[]\n  end`

export const DEFINERS: readonly Definer[] = [
  {
    name: 'app_newcomers',
    returns: 'uuid[]',
    says: 'Oneself; the own caseload; whose file was opened in an emergency; of an employer those whose yes to it stands.',
    body: arms(
      [`'newcomer'`, `select ${id('newcomer')}`],
      [`'coach'`, `select n.id from newcomers n where n.coach_id = ${id('account')} union ${opened}`],
      [`'municipality', 'officer', 'platform'`, opened],
      [`'employer'`, revealed],
    ),
  },
  {
    name: 'app_caseload',
    returns: 'uuid[]',
    says: 'The own caseload, which a coach may change as well.',
    body: arms([`'coach'`, `select n.id from newcomers n where n.coach_id = ${id('account')}`]),
  },
  {
    name: 'app_caseload_accounts',
    returns: 'uuid[]',
    says: 'The accounts of the own caseload, for the coach who prints a card.',
    body: arms([
      `'coach'`,
      `select a.id from newcomers n join accounts a on a.newcomer_id = n.id where n.coach_id = ${id('account')}`,
    ]),
  },
  {
    name: 'app_establishments',
    returns: 'uuid[]',
    says: 'Those of the own organisation; of an officer those in the own municipality.',
    body: arms(
      [`'employer'`, `select e.id from establishments e where e.employer_id = ${id('employer')}`],
      [
        `'officer', 'municipality'`,
        `select e.id from places w join establishments e on e.postcode4 = w.postcode4 where w.municipality_code = ${municipality}`,
      ],
    ),
  },
  {
    name: 'app_employers',
    returns: 'uuid[]',
    says: 'The own organisation; of an officer those that work in the own municipality.',
    body: arms(
      [`'employer'`, `select ${id('employer')}`],
      [
        `'officer', 'municipality'`,
        `select distinct e.employer_id from places w join establishments e on e.postcode4 = w.postcode4 where w.municipality_code = ${municipality}`,
      ],
    ),
  },
  {
    name: 'app_region_employers',
    returns: 'uuid[]',
    says: 'Of a manager: those with a workplace in the labour market region of the own municipality.',
    body: arms([`'municipality'`, `select distinct e.employer_id from ${inRegion}`]),
  },
  {
    name: 'app_admin_of',
    returns: 'uuid',
    says: 'The organisation that this actor runs: of an admin of an employer the own one, of a member none.',
    body: `(select a.employer_id from accounts a where ${role} = 'employer' and a.id = ${id('account')} and a.is_admin and a.state = 'active')`,
  },
  {
    name: 'app_standing_reason',
    args: 'asked uuid',
    returns: 'text',
    says: 'Why an organisation may not or may again work here: for the platform, and for the managers of its region.',
    body: `(select s.reason from organisation_standings s where s.id = asked and (${role} = 'platform' or ${role} = 'municipality' and exists(select from ${inRegion} and e.employer_id = s.employer_id)))`,
  },
  {
    name: 'app_positions',
    returns: 'uuid[]',
    says: 'Whatever their state: own ones; those in the own municipality; those that were proposed to oneself or to the own caseload.',
    body: arms(
      [`'employer'`, `select p.id from positions p where p.employer_id = ${id('employer')}`],
      [
        `'officer', 'municipality'`,
        `select p.id from places w join establishments e on e.postcode4 = w.postcode4 join positions p on p.establishment_id = e.id where w.municipality_code = ${municipality} and (p.state <> 'draft' or exists(select from position_verdicts v where v.position_id = p.id))`,
      ],
      [
        `'coach'`,
        `select distinct r.position_id from newcomers n join proposals r on r.newcomer_id = n.id where n.coach_id = ${id('account')}`,
      ],
      [`'newcomer'`, `select r.position_id from proposals r where r.newcomer_id = ${id('newcomer')}`],
    ),
  },
  {
    name: 'app_proposals',
    returns: 'uuid[]',
    says: 'Of oneself; of the own caseload; of an employer those that were put forward at an own position.',
    body: arms(
      [`'newcomer'`, `select r.id from proposals r where r.newcomer_id = ${id('newcomer')}`],
      [
        `'coach'`,
        `select r.id from newcomers n join proposals r on r.newcomer_id = n.id where n.coach_id = ${id('account')}`,
      ],
      [
        `'employer'`,
        `select r.id from positions p join proposals r on r.position_id = p.id where p.employer_id = ${id('employer')} and r.state in ${SHOWN}`,
      ],
    ),
  },
  {
    name: 'app_placements',
    returns: 'uuid[]',
    says: 'Of oneself; of the own caseload; at an own position.',
    body: arms(
      [`'newcomer'`, `select t.id from placements t where t.newcomer_id = ${id('newcomer')}`],
      [
        `'coach'`,
        `select t.id from newcomers n join placements t on t.newcomer_id = n.id where n.coach_id = ${id('account')}`,
      ],
      [
        `'employer'`,
        `select t.id from positions p join placements t on t.position_id = p.id where p.employer_id = ${id('employer')}`,
      ],
    ),
  },
  {
    name: 'app_verdicts',
    returns: 'uuid[]',
    says: 'The answers of the safeguards about the positions of `app_positions`; those about a pair for the officer, and for who has to do with that person, never for an employer.',
    body: `array(select v.id from position_verdicts v where v.position_id = any ((select app_positions())::uuid[]) and (v.newcomer_id is null or ${role} = 'officer' or ${role} <> 'employer' and v.newcomer_id = any ((select app_newcomers())::uuid[])))`,
  },
  {
    name: 'app_is_published',
    args: 'asked uuid',
    returns: 'boolean',
    says: 'Whether this position is on the site: what everybody may know.',
    body: `exists(select from positions p where p.id = asked and p.state = 'published')`,
  },
]

/**
 * The statements that make them, each time as they stand here. In plpgsql, which keeps its plan for as long as the connection lives: in plain SQL every statement
 * of a page would plan the arms of all roles again.
 */
export const functionStatements = (webRole: string): string[] =>
  DEFINERS.flatMap(({ name, args = '', returns, says, body }) => [
    `create or replace function ${name}(${args}) returns ${returns} language plpgsql stable security definer parallel safe\n  set search_path = public, pg_temp as $$\nbegin\n  return ${body};\nend\n$$`,
    `comment on function ${name} is '${says.replaceAll("'", "''")}'`,
    `revoke all on function ${name} from public`,
    `grant execute on function ${name} to ${webRole}`,
  ])
