// The pages of the clock: what time it is, and how to move it.
import type { Router } from 'express'
import { parseDuration } from '../codec/duration.ts'
import { described, either, flag, number, record, type Shape, text } from '../codec/shape.ts'
import { parseRfc3339, rfc3339 } from '../codec/timestamp.ts'
import type { Clock } from '../world/clock.ts'
import { conflict, invalid } from '../world/refusal.ts'
import { SteerableClock } from '../world/steerable-clock.ts'
import { bodyOf } from './body.ts'
import type { ControlSchemas } from './controlled.ts'

type Span = number | string
const span: Shape<Span> = described(either<Span>(number, text), 'ms, or a duration like 1m30s')

const change = record<ControlSchemas['ClockChange']>({ rate: number, skips: flag })
const advance = record<ControlSchemas['ClockAdvance']>({ by: span }, ['by'])
const jump = record<ControlSchemas['ClockJump']>({ by: span, to: text })
const untilIdle = record<ControlSchemas['ClockRunUntilIdle']>({ limit: span })

export function mountClock(router: Router, clock: Clock): void {
  const steered = (): SteerableClock => {
    if (clock instanceof SteerableClock) return clock
    throw conflict("the daemon's clock is one that cannot be steered: make the daemon with a steerableClock()")
  }
  router
    .route('/clock')
    .get((_request, response) => void response.json(viewOf(clock)))
    .patch((request, response) => {
      const { rate, skips } = bodyOf(request, change)
      const own = steered()
      if (rate !== undefined && rate < 0) throw invalid(`a clock cannot run at ${rate}`)
      if (rate !== undefined) own.rate = rate
      if (skips !== undefined) own.skips = skips
      response.json(viewOf(clock))
    })
  router.post('/clock/advance', async (request, response) => {
    const ms = millisecondsOf(bodyOf(request, advance).by)
    if (ms < 0) throw invalid('time does not go back by passing: use /_mockerd/clock/jump')
    await steered().advance(ms)
    response.json(viewOf(clock))
  })
  router.post('/clock/jump', (request, response) => {
    const { by, to } = bodyOf(request, jump)
    if ((by === undefined) === (to === undefined)) throw invalid('the body must have either "by" or "to"')
    const own = steered()
    own.jump(by === undefined ? momentOf(to!) - own.now() : millisecondsOf(by))
    response.json(viewOf(clock))
  })
  router.post('/clock/run-until-idle', async (request, response) => {
    const { limit } = bodyOf(request, untilIdle, {})
    await steered().runUntilIdle(limit === undefined ? undefined : millisecondsOf(limit))
    response.json(viewOf(clock))
  })
}

function viewOf(clock: Clock): ControlSchemas['Clock'] {
  const now = clock.now()
  const time = rfc3339(now)
  if (!(clock instanceof SteerableClock)) return { now, time, rate: 1, skips: false, steerable: false }
  const { rate, skips, next } = clock
  return { now, time, rate, skips, ...(next !== undefined && { next }), steerable: true }
}

function millisecondsOf(given: Span): number {
  const ms = typeof given === 'number' ? given : parseDuration(given)
  if (ms === undefined) throw invalid(`${JSON.stringify(given)} is no duration: use ms, or a text like 1m30s`)
  return ms
}

function momentOf(given: string): number {
  const moment = parseRfc3339(given)
  if (moment === undefined) throw invalid(`${JSON.stringify(given)} is no moment: use one like 2026-01-01T00:00:00Z`)
  return moment
}
