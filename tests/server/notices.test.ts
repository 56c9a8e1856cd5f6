import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { mailDeliveries, notices } from '#db/schema/notices.ts'
import { proposals } from '#db/schema/proposals.ts'
import { mailNotices } from '#server/notices/mail-notices.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { markRead } from '#server/notices/mark-read.ts'
import { noticesOf, unreadCount } from '#server/notices/reads.ts'
import { TELLINGS } from '#server/notices/rules.ts'
import { type Compose, sendMail } from '#server/notices/send-mail.ts'
import { markDone } from '#server/outbox/effects.ts'
import { EVENT_NAMES, type EventCatalogue, type EventName } from '#server/outbox/events.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import type { Mail } from '#server/platform/mail.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const worker = (minutes = 0) => ctxOf(home.db, WORKER, new Date(NOW.getTime() + minutes * 60_000))
let lastId = 0
const tell = <N extends EventName>(name: N, payload: EventCatalogue[N], id = ++lastId) =>
  makeNotice(worker(), { id, name, payload })
const codesOf = async (actor: Actor) => (await noticesOf(ctxOf(home.db, actor))).map((one) => one.code)

describe('who hears what', () => {
  test('the map knows every event', () => {
    expect(Object.keys(TELLINGS).sort()).toEqual([...EVENT_NAMES].sort())
  })

  test('each desk hears of its own part of the circle', async () => {
    const { proposalId, newcomer, position, coach } = await aProposal(home.db, { state: 'shortlisted' })
    await tell('proposal.shortlisted', { proposalId })
    expect(await codesOf(newcomer.actor)).toEqual(['proposal-for-you'])
    await tell('proposal.declined', { proposalId, choice: 'talk-first' })
    await tell('consent.given', { proposalId, consentId: crypto.randomUUID() })
    await tell('proposal.refused', { proposalId })
    expect((await codesOf(coach)).sort()).toEqual(['employer-refused', 'newcomer-consented', 'newcomer-wants-to-talk'])
    expect(await codesOf(position.employer)).toEqual(['newcomer-consented'])
    expect((await codesOf(newcomer.actor)).sort()).toEqual(['proposal-closed', 'proposal-for-you'])
    const [notice] = await noticesOf(ctxOf(home.db, position.employer))
    expect(notice?.params).toMatchObject({ proposalId, positionId: position.positionId })
    expect(JSON.stringify(notice)).not.toContain(newcomer.newcomerId)
  })

  test('officers of the municipality of the workplace hear that a decision is asked', async () => {
    const here = await anAccount(home.db, { role: 'officer' })
    const there = await anAccount(home.db, { role: 'officer', municipalityCode: 'GM0307' })
    const { position } = await aProposal(home.db)
    await tell('position.decision-asked', { positionId: position.positionId, verdictId: crypto.randomUUID() })
    expect(await codesOf(here)).toEqual(['decision-asked'])
    expect(await codesOf(there)).toEqual([])
  })

  test('a proposal that is no longer shortlisted is not announced; a superseded one is not told to the newcomer', async () => {
    const ended = await aProposal(home.db, { state: 'closed' })
    await tell('proposal.shortlisted', { proposalId: ended.proposalId })
    const aside = await aProposal(home.db, { state: 'superseded', stateBefore: 'consented' })
    await tell('proposal.ended', { proposalId: aside.proposalId, was: 'consented' })
    expect(await codesOf(ended.newcomer.actor)).toEqual([])
    expect(await codesOf(aside.newcomer.actor)).toEqual([])
    expect(await codesOf(aside.position.employer)).toEqual(['proposal-closed'])
  })

  test('the same event twice, and at once, tells once', async () => {
    const { proposalId, newcomer } = await aProposal(home.db, { state: 'shortlisted' })
    const id = ++lastId
    await Promise.all([1, 2, 3].map(() => tell('proposal.shortlisted', { proposalId }, id)))
    expect(await tell('proposal.shortlisted', { proposalId }, id)).toEqual({ noticeIds: [] })
    expect(await codesOf(newcomer.actor)).toEqual(['proposal-for-you'])
  })
})

describe('reading', () => {
  test('marks own notices only', async () => {
    const one = await aProposal(home.db, { state: 'shortlisted' })
    const other = await aProposal(home.db, { state: 'shortlisted' })
    const { noticeIds } = await tell('proposal.shortlisted', { proposalId: one.proposalId })
    await tell('proposal.shortlisted', { proposalId: other.proposalId })
    const noticeId = noticeIds[0] ?? ''
    expect(await markRead(ctxOf(home.db, other.newcomer.actor), { noticeId })).toEqual({ read: 0 })
    expect(await unreadCount(ctxOf(home.db, one.newcomer.actor))).toBe(1)
    expect(await markRead(ctxOf(home.db, one.newcomer.actor), {})).toEqual({ read: 1 })
    expect(await unreadCount(ctxOf(home.db, one.newcomer.actor))).toBe(0)
    expect(await codeOf(noticesOf(worker()))).toBe('forbidden')
  })
})

describe('mail', () => {
  const compose: Compose = (code, language) => ({ subject: `${language} ${code}`, text: 'There is news for you.' })
  async function aNotice(email: string | null = 'iemand@voorbeeld.example') {
    const { proposalId, newcomer } = await aProposal(home.db, { state: 'shortlisted' })
    await home.db
      .update(accounts)
      .set({ email: email && `${proposalId}.${email}`, language: 'ar' })
      .where(eq(accounts.newcomerId, newcomer.newcomerId))
    const { noticeIds } = await tell('proposal.shortlisted', { proposalId })
    return noticeIds[0] ?? ''
  }
  function aPost(fails = 0) {
    const sent: Mail[] = []
    let left = fails
    return {
      sent,
      send: async (mail: Mail) => {
        if (left-- > 0) throw new Error('mail server away')
        sent.push(mail)
      },
    }
  }

  test('goes once, in the language of the account, under a fixed Message-ID', async () => {
    const noticeId = await aNotice()
    const post = aPost()
    expect(await sendMail(worker(), { noticeId }, post, compose)).toBe('sent')
    expect(await sendMail(worker(), { noticeId }, post, compose)).toBe('sent-before')
    expect(post.sent.map((mail) => mail.subject)).toEqual(['ar proposal-for-you'])
    const [notice] = await home.db.select().from(notices).where(eq(notices.id, noticeId))
    expect(post.sent[0]?.messageId).toBe(`notice.${notice?.effectKey.replaceAll(':', '.')}`)
  })

  test('a failure is written down and the next try sends', async () => {
    const noticeId = await aNotice()
    const post = aPost(1)
    await expect(sendMail(worker(), { noticeId }, post, compose)).rejects.toThrow('mail server away')
    expect(await sendMail(worker(1), { noticeId }, post, compose)).toBe('sent')
    expect(post.sent).toHaveLength(1)
  })

  test('five workers at once send one mail', async () => {
    const noticeId = await aNotice()
    const post = aPost()
    const codes = await Promise.all([1, 2, 3, 4, 5].map(() => codeOf(sendMail(worker(), { noticeId }, post, compose))))
    expect(post.sent).toHaveLength(1)
    expect(codes.every((code) => code === 'ok' || code === 'busy')).toBe(true)
  })

  test('a worker that died while sending: busy for five minutes, then once more under the same Message-ID', async () => {
    const noticeId = await aNotice()
    const dies = { send: () => new Promise<void>(() => {}) }
    void sendMail(worker(), { noticeId }, dies, compose)
    const [notice] = await home.db.select().from(notices).where(eq(notices.id, noticeId))
    const row = () =>
      home.db
        .select()
        .from(mailDeliveries)
        .where(eq(mailDeliveries.effectKey, `notice:${notice?.effectKey}`))
    await expect.poll(async () => (await row()).length).toBe(1)
    const post = aPost()
    expect(await codeOf(sendMail(worker(4), { noticeId }, post, compose))).toBe('busy')
    expect(await sendMail(worker(6), { noticeId }, post, compose)).toBe('sent')
    expect((await row()).map((one) => one.attempts)).toEqual([2])
  })

  test('the mail of an event does not wait for its notices: whichever comes first makes them, once', async () => {
    const { proposalId, newcomer } = await aProposal(home.db, { state: 'shortlisted' })
    await home.db
      .update(accounts)
      .set({ email: `${proposalId}@voorbeeld.example` })
      .where(eq(accounts.newcomerId, newcomer.newcomerId))
    const event = { id: ++lastId, name: 'proposal.shortlisted', payload: { proposalId } } as const
    const post = aPost()
    await Promise.all([
      mailNotices(worker(), event, post, compose),
      makeNotice(worker(), event),
      makeNotice(worker(), event),
    ])
    expect(post.sent).toHaveLength(1)
    expect(await codesOf(newcomer.actor)).toEqual(['proposal-for-you'])
    await mailNotices(worker(1), event, post, compose)
    expect(post.sent).toHaveLength(1)
  })

  test('notices that were made are not made for somebody else when the mail comes later', async () => {
    const { proposalId, newcomer } = await aProposal(home.db, { state: 'closed' })
    const event = { id: ++lastId, name: 'proposal.shortlisted', payload: { proposalId } } as const
    await makeNotice(worker(), event)
    await markDone(home.db, [event.id], 'make-notice', NOW)
    await home.db.update(proposals).set({ state: 'shortlisted' }).where(eq(proposals.id, proposalId))
    await mailNotices(worker(), event, aPost(), compose)
    expect(await codesOf(newcomer.actor)).toEqual([])
  })

  test('nobody of an organisation that is suspended, but that the account goes; the notice waits', async () => {
    const { proposalId, position, coach } = await aProposal(home.db, { state: 'shortlisted' })
    const { employer } = position
    const of = (actor: Actor) => eq(accounts.id, actor.accountId ?? '')
    await home.db
      .update(accounts)
      .set({ email: `${proposalId}@bedrijf.example` })
      .where(of(employer))
    await home.db
      .update(accounts)
      .set({ email: `${proposalId}@gemeente.example` })
      .where(of(coach))
    const where = { municipalityCode: UTRECHT, employerId: null }
    const which = { employer: { employerId: employer.employerId, municipalityCode: null }, town: where }
    const post = aPost()
    const given = async () => {
      const event = { id: ++lastId, name: 'consent.given', payload: { proposalId, consentId: proposalId } } as const
      await mailNotices(worker(), event, post, compose)
      return post.sent.splice(0).map(({ to }) => to.split('@')[1])
    }
    expect((await given()).sort()).toEqual(['bedrijf.example', 'gemeente.example'])
    for (const [stopped, left] of [
      ['employer', 'gemeente.example'],
      ['town', 'bedrijf.example'],
    ] as const) {
      await home.db.insert(organisationStandings).values({ ...which[stopped], state: 'suspended', changedAt: NOW })
      expect(await given()).toEqual([left])
      const [last] =
        stopped === 'employer' ? await noticesOf(ctxOf(home.db, employer)) : [{ code: 'newcomer-consented' }]
      expect(last?.code).toBe('newcomer-consented')
      if (stopped === 'employer') {
        const id = ++lastId
        const accountId = employer.accountId ?? ''
        const row = {
          accountId,
          code: 'account-ends',
          params: {},
          effectKey: `${id}:${accountId}`,
          createdAt: NOW,
        } as const
        const [made] = await home.db.insert(notices).values(row).returning({ id: notices.id })
        expect(await sendMail(worker(), { noticeId: made?.id ?? '' }, post, compose)).toBe('sent')
        post.sent.splice(0)
      }
      await home.db.delete(organisationStandings)
    }
    expect(await given()).toHaveLength(2)
  })

  test('nobody without an address', async () => {
    expect(await sendMail(worker(), { noticeId: await aNotice(null) }, aPost(), compose)).toBe('no-address')
  })
})
