import type { Sql } from 'postgres'

/** What there is, in lines for a terminal: rows by kind and state, and who can sign in with one click. */
export async function summaryLines(sql: Sql): Promise<string[]> {
  const counts = await sql<{ what: string; state: string; rows: number }[]>`
    select 'newcomers' as what, availability as state, count(*)::int as rows from newcomers group by 2
    union all select 'employers', '', count(*)::int from employers
    union all select 'positions', state, count(*)::int from positions group by 2
    union all select 'proposals', state, count(*)::int from proposals group by 2
    union all select 'placements', state, count(*)::int from placements group by 2
    union all select 'follow-ups', state, count(*)::int from follow_ups group by 2
    union all select 'accounts', role, count(*)::int from accounts group by 2
    order by 1, 3 desc, 2`
  const lines: string[] = []
  for (const what of new Set(counts.map((one) => one.what))) {
    const own = counts.filter((one) => one.what === what)
    const total = own.reduce((sum, { rows }) => sum + rows, 0)
    const states = own
      .filter(({ state }) => state !== '')
      .map(({ state, rows }) => `${state} ${rows.toLocaleString('en')}`)
    lines.push(`${what.padEnd(11)} ${total.toLocaleString('en').padStart(8)}  ${states.join(', ')}`.trimEnd())
  }
  const personas = await sql<{ role: string; name: string; email: string | null }[]>`
    select role, display_name as name, email from accounts where demo
    order by array_position(array['coach','newcomer','employer','municipality','officer','platform','auditor'], role), email`
  if (personas.length > 0) lines.push('', 'Demo logins (one click each while demo mode is on):')
  for (const { role, name, email } of personas)
    lines.push(`  ${role.padEnd(13)} ${name.padEnd(20)} ${email ?? ''}`.trimEnd())
  return lines
}
