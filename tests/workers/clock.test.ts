import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Clock, type Sweep, startClock } from '#workers/clock.ts'
import { type Home, ownDatabase, until } from './services.ts'

let home: Home
const clocks: Clock[] = []
const gates: (() => void)[] = []
beforeAll(async () => {
  home = await ownDatabase()
})
afterEach(async () => {
  for (const open of gates.splice(0)) open()
  for (const clock of clocks.splice(0)) await clock.stop()
})
afterAll(() => home.close())

const TICK = 10
const HOUR = 3_600_000
const start = (...sweeps: Sweep[]): Clock => {
  const clock = startClock(home.url, sweeps, TICK)
  clocks.push(clock)
  return clock
}
/** A sweep that is due at once and counts its runs; what it waits for is the test's to end. */
function counted(name: string, everyMs = TICK, run: () => Promise<unknown> = async () => {}) {
  const seen = { runs: 0, now: 0, most: 0 }
  const sweep: Sweep = {
    name,
    everyMs,
    run: async () => {
      seen.runs++
      seen.now++
      seen.most = Math.max(seen.most, seen.now)
      await run().finally(() => seen.now--)
      return undefined
    },
  }
  return { sweep, seen }
}
/** Something to wait for. */
function gate() {
  let open = () => {}
  const isOpen = new Promise<void>((resolve) => {
    open = resolve
  })
  gates.push(open)
  return { open, pass: () => isOpen }
}

test('a sweep that hangs keeps no other from running, and is not begun a second time', async () => {
  const { open, pass } = gate()
  const [hanging, other] = [counted('hanging', TICK, pass), counted('other')]
  start(hanging.sweep, other.sweep)
  await until('the other runs again and again', () => other.seen.runs > 5)
  expect(hanging.seen.runs).toBe(1)
  open()
  await until('it runs again once it ended', () => hanging.seen.runs > 2)
  expect([hanging.seen.most, other.seen.most]).toEqual([1, 1])
})

test('a sweep that fails runs again, and so do the others', async () => {
  const failing = counted('failing', TICK, () => Promise.reject(new Error('no')))
  const other = counted('other')
  start(failing.sweep, other.sweep)
  await until('both run', () => failing.seen.runs > 2 && other.seen.runs > 2)
})

test('few run beside each other, of those that come once an hour one, and each has its turn', async () => {
  const { open, pass } = gate()
  const all = { now: 0, most: 0 }
  const seldom = { now: 0, most: 0 }
  const within = (counts: typeof all) => async () => {
    counts.most = Math.max(counts.most, ++counts.now)
    await pass()
    counts.now--
  }
  const hourly = [1, 2, 3, 4].map((n) =>
    counted(`hourly ${n}`, HOUR, () => Promise.all([within(all)(), within(seldom)()])),
  )
  const often = counted('often')
  start(...hourly.map((one) => one.sweep), often.sweep)
  await until('the other runs again and again', () => often.seen.runs > 5)
  expect(hourly.map((one) => one.seen.runs)).toEqual([1, 0, 0, 0])
  const others = [1, 2, 3, 4].map((n) => counted(`other ${n}`, TICK, within(all)))
  start(...others.map((one) => one.sweep))
  await until('some of the others run', () => others.filter((one) => one.seen.runs > 0).length === 3)
  await wait(TICK * 10)
  expect(others.filter((one) => one.seen.runs > 0)).toHaveLength(3)
  open()
  await until('every one had its turn', () => [...hourly, ...others].every((one) => one.seen.runs > 0))
  // Three of the second clock beside the one of the first.
  expect([all.most, seldom.most]).toEqual([4, 1])
})

test('of two processes one does a sweep at a time', async () => {
  const one = counted('shared', TICK, () => wait(20))
  start(one.sweep)
  start({ ...one.sweep })
  await until('it ran', () => one.seen.runs > 10)
  expect(one.seen.most).toBe(1)
})

test('who stops it waits for what runs, and nothing begins after that', async () => {
  const { open, pass } = gate()
  const [first, second] = [counted('first', TICK, pass), counted('second', TICK, () => wait(TICK))]
  const clock = start(first.sweep, second.sweep)
  await until('both run', () => first.seen.runs === 1 && second.seen.runs > 0)
  const stopped = clock.stop().then(() => 'stopped')
  expect(await Promise.race([stopped, wait(TICK * 20, 'waits')])).toBe('waits')
  const { runs } = second.seen
  open()
  expect(await stopped).toBe('stopped')
  expect([first.seen.now, second.seen.now, first.seen.runs, second.seen.runs]).toEqual([0, 0, 1, runs])
})
