import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type NoticeFacts, TELLINGS } from '#server/notices/rules.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { QUEUE_NAMES } from '#workers/job.ts'
import { catalogueOf, jobsOf, queuedJob } from '#workers/plan-jobs.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'
import { sourcesIn } from './sources.ts'

const catalogue = [...catalogueOf(SUBSCRIPTIONS).values()]
const files = readdirSync('workers/jobs').map((file) => file.replace(/\.ts$/, ''))

describe('subscriptions', () => {
  test('every event of the catalogue causes at least one job, and nothing else is subscribed to', () => {
    expect(Object.keys(SUBSCRIPTIONS).sort()).toEqual([...EVENT_NAMES].sort())
    for (const name of EVENT_NAMES) expect(jobsOf(SUBSCRIPTIONS, name)?.length, name).toBeGreaterThan(0)
    expect(jobsOf(SUBSCRIPTIONS, 'newcomer.renamed')).toBeNull()
    expect(jobsOf(SUBSCRIPTIONS, 'constructor')).toBeNull()
  })

  test('a command that changes what can be found records an event that brings the index in line', () => {
    const changes = {
      'index-newcomer': /\.(update|insert|delete)\(newcomers\)/,
      'index-position': /\bmovePosition\(tx/,
    }
    for (const [job, change] of Object.entries(changes)) {
      const commands = sourcesIn(['server']).filter(({ text }) => change.test(text) && text.includes('recordEvent('))
      expect(commands.length, job).toBeGreaterThan(4)
      for (const { path, text } of commands) {
        const names = [...text.matchAll(/recordEvent\(\s*\w+,\s*'([^']+)'/g)].map(([, name]) => String(name))
        const jobs = names.flatMap((name) => jobsOf(SUBSCRIPTIONS, name) ?? []).map((one) => one.name)
        expect(jobs, path).toContain(job)
      }
    }
  })

  test('no event causes the same job twice, and one name is one job', () => {
    for (const name of EVENT_NAMES) {
      const names = (jobsOf(SUBSCRIPTIONS, name) ?? []).map((job) => job.name)
      expect(new Set(names).size, name).toBe(names.length)
      for (const job of jobsOf(SUBSCRIPTIONS, name) ?? [])
        expect(catalogue.find((one) => one.name === job.name)).toBe(job)
    }
  })

  test('every job has its file, and every file its job', () => {
    expect(catalogue.map((job) => job.name).sort()).toEqual(files.sort())
  })

  test('a job file calls one function of the server, and holds no SQL', () => {
    for (const file of files) {
      const source = readFileSync(`workers/jobs/${file}.ts`, 'utf8')
      const server = [...source.matchAll(/^import \{[^}]*\} from '#server\/[^']+'/gm)]
      expect(server, file).toHaveLength(1)
      expect(source, file).not.toMatch(/drizzle|sql`|#db\//)
    }
  })

  test('whoever hears of an event hears of it by a notice and a mail', () => {
    const everything: NoticeFacts[] = [
      {
        proposalState: 'shortlisted',
        was: 'consented',
        choice: 'no',
        decision: 'approved',
        override: 'confirmed',
        isPair: false,
      },
      {
        proposalState: 'expired',
        was: 'accepted',
        choice: 'talk-first',
        decision: 'rejected',
        override: 'refused',
        isPair: true,
      },
    ]
    for (const name of EVENT_NAMES) {
      const tells = everything.some((facts) => TELLINGS[name](facts).length > 0)
      const jobs = (jobsOf(SUBSCRIPTIONS, name) ?? []).map((job) => job.name)
      expect([jobs.includes('make-notice'), jobs.includes('send-mail')], name).toEqual([tells, tells])
    }
  })

  test('ids of jobs suit BullMQ: a prefix, no colon, nothing kept', () => {
    for (const job of catalogue) {
      const { queue, job: queued } = queuedJob({ id: 12, name: 'newcomer.updated', payload: {} }, job)
      expect(queued.opts.jobId).toBe(`ob-12-${job.name}`)
      expect(queued.opts.jobId).not.toMatch(/:|^\d/)
      expect(queued.opts).toMatchObject({ removeOnComplete: true, removeOnFail: true })
      expect(QUEUE_NAMES).toContain(queue)
      expect(job.retry.attempts).toBeGreaterThanOrEqual(3)
    }
  })

  test('payloads take ids only: text is refused', () => {
    for (const job of catalogue) {
      const ids = { newcomerId: 'Samira T.', positionId: 'x@y.nl', placementId: '+31 6', followUpId: '' }
      expect(job.payload.safeParse(ids).success, job.name).toBe(false)
    }
  })
})
