import { type SQL, sql } from 'drizzle-orm'
import { newcomerLanguages, newcomerSkills } from '#db/schema/newcomers.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { LEVELS } from '#db/values/language.ts'
import type { NewcomerQuery } from './port.ts'

/**
 * The filters on what somebody can, asked of the profile itself and not of a copy: every skill named, and spoken Dutch of at least a level.
 * A level that is not known never passes (search.md, section 4).
 */
export function havingLevels(query: NewcomerQuery): SQL[] {
  const filters = (query.skillUris ?? []).map(
    (uri) =>
      sql`exists (select 1 from ${newcomerSkills} where ${newcomerSkills.newcomerId} = ${newcomerSearch.newcomerId} and ${newcomerSkills.skillUri} = ${uri})`,
  )
  if (query.speaking) {
    const enough = LEVELS.slice(LEVELS.indexOf(query.speaking))
    filters.push(
      sql`exists (select 1 from ${newcomerLanguages} where ${newcomerLanguages.newcomerId} = ${newcomerSearch.newcomerId} and ${newcomerLanguages.language} = 'nld' and ${newcomerLanguages.skill} = 'speaking' and ${newcomerLanguages.level} in (${sql.join(enough, sql`, `)}))`,
    )
  }
  return filters
}
