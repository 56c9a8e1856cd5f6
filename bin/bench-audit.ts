import { benchAudit } from '#tests/bench/audit.ts'

/** `npm run bench:audit`: 1,000,000 rows of the audit, verified within a minute. */
await benchAudit()
