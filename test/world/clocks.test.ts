// Clocks that can be steered: what waits on them waits by their time.
import { expect, test } from 'vitest'
import { manualClock } from '../../src/world/manual-clock.ts'
import { SteerableClock } from '../../src/world/steerable-clock.ts'

const HOUR = 3_600_000

test('A clock that is advanced wakes everybody at their own moments, in order', async () => {
  const clock = manualClock(1000)
  const woken: [string, number][] = []
  const wake = (name: string) => () => void woken.push([name, clock.now()])
  clock.after(300, wake('third'))
  clock.after(100, () => {
    wake('first')()
    clock.after(50, wake('second'))
  })
  clock.after(100, wake('first as well'))
  clock.after(400, wake('never')).cancel()
  await clock.advance(300)
  expect(woken).toEqual([
    ['first', 1100],
    ['first as well', 1100],
    ['second', 1150],
    ['third', 1300],
  ])
  expect(clock.now()).toBe(1300)
})

test('A clock that runs sixty times as fast shows so, and wakes so much earlier', async () => {
  const clock = new SteerableClock({ start: 0, rate: 60_000 })
  await clock.sleep(60_000)
  expect(clock.now()).toBeGreaterThanOrEqual(60_000)
})

test('Moments of a running clock differ, also after its speed was changed', () => {
  const clock = new SteerableClock({ start: 0, rate: 1 })
  const moments = [clock.now(), clock.now()]
  clock.rate = 0.001
  moments.push(clock.now(), clock.now())
  expect(moments).toEqual([...new Set(moments)].sort((one, other) => one - other))
})

test('A clock that was frozen goes on with what is left of each wait', async () => {
  const clock = new SteerableClock({ start: 0, rate: 1000 })
  const asleep = clock.sleep(5000)
  clock.rate = 0
  const frozen = clock.now()
  expect(clock.now()).toBe(frozen)
  clock.rate = 1000
  await asleep
  expect(clock.now()).toBeGreaterThanOrEqual(5000)
  expect(() => (clock.rate = -1)).toThrow('a clock cannot run at -1')
})

test('A skipping clock leaps while somebody waits, and not otherwise', async () => {
  const clock = new SteerableClock({ start: 0, rate: 0, skips: true })
  let woken = 0
  clock.after(HOUR / 2, () => void woken++)
  await clock.advance(0)
  expect([woken, clock.now()]).toEqual([0, 0])
  const hold = clock.hold()
  await clock.sleep(HOUR / 2)
  hold.release()
  expect([woken, clock.now()]).toEqual([1, HOUR / 2])
})

test('A skipping clock rests when an hour brought nothing to the one who waits', async () => {
  const clock = new SteerableClock({ start: 0, rate: 0, skips: true })
  const again = (): void => void clock.after(60_000, again)
  again()
  const hold = clock.hold()
  const rested = async (): Promise<number> => {
    for (let before = -1; before !== clock.now(); ) {
      before = clock.now()
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    return clock.now()
  }
  expect(await rested()).toBe(HOUR)
  hold.heard()
  expect(await rested()).toBe(2 * HOUR)
  hold.release()
})

test('A clock runs until nothing is due within a time', async () => {
  const clock = manualClock(0)
  clock.after(1000, () => clock.after(1000, () => clock.after(10_000, () => {})))
  expect(await clock.runUntilIdle(5000)).toBe(2000)
  expect(clock.next).toBe(12_000)
  expect(await clock.runUntilIdle()).toBe(10_000)
  expect(clock.next).toBeUndefined()
})

test('A clock that has nothing to wake any more keeps no timer of the host', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const timer = new SteerableClock().after(HOUR, () => {})
  expect(timers()).toBe(before + 1)
  timer.cancel()
  expect(timers()).toBe(before)
})

test('A clock that is set to another time wakes nobody, and nobody later than said', async () => {
  const clock = manualClock(0)
  let woken = false
  const timer = clock.after(1000, () => (woken = true))
  clock.jump(-5000)
  expect(clock.now()).toBe(-5000)
  clock.jump(HOUR)
  expect(woken).toBe(false)
  await clock.advance(1000)
  expect(woken).toBe(true)
  timer.cancel()
})
