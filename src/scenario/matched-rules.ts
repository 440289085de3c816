// The rules in force, by what they wait for, so that a call looks only at those that may be for it.
import type { Call, OperationId } from '../api/call.ts'
import type { Interposition } from '../api/dispatch.ts'
import type { Reply } from '../api/reply.ts'
import type { Arrival } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Happening } from '../world/events.ts'
import { act, type Next } from './act.ts'
import type { ActiveRule } from './active-rule.ts'
import { arrivalMatcher, type CallMatcher, callMatcher, eventMatcher } from './match.ts'
import { subjectOfCall } from './subject.ts'

interface CallRule {
  readonly rule: ActiveRule
  readonly matcher: CallMatcher
}

export interface MatchedRules {
  /** Nothing if no rule can be for this operation. */
  between(operation: OperationId): Interposition | undefined
  readonly atDoor: readonly { readonly rule: ActiveRule; fits(arrival: Arrival): boolean }[]
  readonly onEvent: readonly { readonly rule: ActiveRule; fits(event: Happening, engine: Engine): boolean }[]
}

/** Compiled when the list changes, not with each call. */
export function matchRules(rules: readonly ActiveRule[], engine: () => Engine): MatchedRules {
  const onCall: CallRule[] = []
  const atDoor: { rule: ActiveRule; fits(arrival: Arrival): boolean }[] = []
  const onEvent: { rule: ActiveRule; fits(event: Happening, engine: Engine): boolean }[] = []
  for (const rule of rules) {
    const { when, point } = rule.plan
    if (point.place === 'accept') atDoor.push({ rule, fits: arrivalMatcher(when) })
    else if (point.place === 'event') onEvent.push({ rule, fits: eventMatcher(when) })
    else onCall.push({ rule, matcher: callMatcher(when) })
  }
  const byOperation = new Map<OperationId, Interposition | undefined>()
  return {
    atDoor,
    onEvent,
    between(operation) {
      if (!byOperation.has(operation)) {
        const own = onCall.filter(({ matcher }) => matcher.operations?.has(operation) ?? true)
        byOperation.set(operation, own.length > 0 ? interposition(own, engine) : undefined)
      }
      return byOperation.get(operation)
    },
  }
}

/** The first rule is the outermost; each is asked when the call has come to it. */
function interposition(rules: readonly CallRule[], engine: () => Engine): Interposition {
  const from = (first: number, call: Call, next: Next): Promise<Reply> | undefined => {
    const now = engine()
    for (let index = first; index < rules.length; index++) {
      const { rule, matcher } = rules[index]!
      if (!rule.enabled || !matcher.test(call, now) || !rule.fires(call)) continue
      const container = subjectOfCall(now, call).containers[0]
      return act(rule, call, (given) => from(index + 1, given, next) ?? next(given), container)
    }
    return undefined
  }
  return (call, next) => from(0, call, next)
}
