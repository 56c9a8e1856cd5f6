import { ACCOUNT_TABLES } from './person-data-account.ts'
import { PROFILE_TABLES } from './person-data-profile.ts'
import { WORK_TABLES } from './person-data-work.ts'
import type { PersonTable } from './person-table.ts'

/**
 * Every table that refers to a newcomer: how it is erased, and what of it a copy holds (GDPR art. 15, 17 and 20). The order is the order of erasing. A test
 * (`tests/server/privacy-census.test.ts`) fails on a column that refers to a person and is neither here nor in `other-references.ts`.
 */
export const PERSON_TABLES: readonly PersonTable[] = [...WORK_TABLES, ...ACCOUNT_TABLES, ...PROFILE_TABLES]
