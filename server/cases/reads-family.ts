import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import type { Family } from '#server/safeguards/rules/monitors/table.ts'

/** Which establishment belongs to which employer, and which employer to which group. */
export async function familyOf(reader: Reader): Promise<Family> {
  const db = elevated(reader, 'judge-place')
  const [places, groups] = await Promise.all([
    db.select({ id: establishments.id, employerId: establishments.employerId }).from(establishments),
    db.select({ employerId: employerGroups.employerId, name: employerGroups.groupName }).from(employerGroups),
  ])
  return {
    employerOf: new Map(places.map(({ id, employerId }) => [id, employerId])),
    groupOf: new Map(groups.map(({ employerId, name }) => [employerId, name])),
  }
}
