// What to say to somebody who asks for something that is not on the tape.
import { editDistance } from '../codec/edit-distance.ts'

interface Asked {
  /** `GET /v1.51/info` */
  readonly asked: string
  readonly body: unknown
}

interface Recorded {
  readonly recorded: string
  readonly bodies: readonly unknown[]
}

/** One sentence, or two. */
export function nearestRequest({ asked, body }: Asked, recorded: readonly Recorded[]): string {
  const same = recorded.find((one) => one.recorded === asked)
  const no = `the tape has no ${asked}`
  if (same) return `${no} with this body: ${difference(same.bodies.at(-1), body)}`
  let nearest: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of recorded) {
    const distance = editDistance(one.recorded.slice(0, 300), asked.slice(0, 300))
    if (distance < least) [nearest, least] = [one.recorded, distance]
  }
  return nearest === undefined ? `${no}: it is empty` : `${no}; the nearest is ${nearest}`
}

/** `HostConfig.AutoRemove was true and is false`: the first of what is not the same. */
function difference(was: unknown, is: unknown): string {
  if (was instanceof Uint8Array || is instanceof Uint8Array) return `it was ${sizeOf(was)} and is ${sizeOf(is)}`
  const [path, before, after] = firstDifference(was, is, [])
  return `${path.join('.') || 'it'} was ${shown(before)} and is ${shown(after)}`
}

function firstDifference(was: unknown, is: unknown, path: readonly string[]): [readonly string[], unknown, unknown] {
  if (!isObject(was) || !isObject(is)) return [path, was, is]
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (JSON.stringify(was[key]) !== JSON.stringify(is[key])) {
      return firstDifference(was[key], is[key], [...path, key])
    }
  }
  return [path, was, is]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const sizeOf = (value: unknown): string => (value instanceof Uint8Array ? `${value.length} bytes` : 'JSON')

function shown(value: unknown): string {
  const text = value === undefined ? 'not there' : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
