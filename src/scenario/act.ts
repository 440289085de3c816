// Lets a rule act on a call, at the point that it names.
import type { Call } from '../api/call.ts'
import { noteWire } from '../api/refused-wire.ts'
import type { Reply } from '../api/reply.ts'
import type { Transform, Wire } from '../api/wire.ts'
import { Refusal } from '../world/refusal.ts'
import type { ActiveRule } from './active-rule.ts'
import { withInput, withWire } from './rule-moment.ts'
import { passAll, passThen } from './units.ts'

export type Next = (call: Call) => Promise<Reply>

/** The rule has fired. `container` is what the call is about, for steps that change the state of it. */
export function act(rule: ActiveRule, call: Call, next: Next, container: string | undefined): Promise<Reply> {
  switch (rule.plan.point.place) {
    case 'request':
      return beforeOperation(rule, call, next, container)
    case 'reply':
      return behindOperation(rule, call, next, container)
    default:
      return duringReply(rule, call, next, container)
  }
}

async function beforeOperation(
  rule: ActiveRule,
  call: Call,
  next: Next,
  container: string | undefined,
): Promise<Reply> {
  const moment = rule.moment({ call, container })
  await rule.run(moment)
  if (moment.answered) return moment.finish(moment.answered)
  return moment.finish(await refusedWith(next(moment.outgoing(call)), () => moment.wireOfReply()))
}

async function behindOperation(
  rule: ActiveRule,
  call: Call,
  next: Next,
  container: string | undefined,
): Promise<Reply> {
  const moment = rule.moment({ call, container })
  let reply: Reply | undefined
  let refusal: unknown
  try {
    reply = await next(call)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    refusal = error
  }
  await rule.run(moment)
  reply = moment.answered ?? reply
  if (reply) return moment.finish(reply)
  return refusedWith(Promise.reject(refusal), () => moment.wireOfReply())
}

async function duringReply(rule: ActiveRule, call: Call, next: Next, container: string | undefined): Promise<Reply> {
  const wire = wireOf(rule, call, container)
  const given = rule.plan.point.direction === 'request' && wire.input ? withInput(call, wire.input) : call
  return withWire(await refusedWith(next(given), () => wire), wire)
}

/** What happens to the bytes of one direction when the point is reached. */
function wireOf(rule: ActiveRule, call: Call, container: string | undefined): Wire {
  const { place, behind, direction } = rule.plan.point
  const moment = rule.moment({ call, container })
  const run = (): Promise<void> => rule.run(moment)
  if (place === 'sent') return { sent: run }
  const arrive = async (): Promise<Transform> => {
    await run()
    return moment.shaped
  }
  const transform: Transform = (bytes) =>
    behind ? passThen(bytes, behind.unit, behind.amount, arrive) : passAll(bytes, run)
  return direction === 'request' ? { input: transform } : { body: transform }
}

/** A refusal becomes a reply later, in the adapter: what is to happen to it goes with it. */
async function refusedWith(reply: Promise<Reply>, wire: () => Wire | undefined): Promise<Reply> {
  try {
    return await reply
  } catch (error) {
    const own = wire()
    if (error instanceof Refusal && own) noteWire(error, own)
    throw error
  }
}
