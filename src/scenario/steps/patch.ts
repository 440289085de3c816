// patch: other fields in a JSON body, or in each object of a stream.
import { encoded } from '../../api/wire.ts'
import { anything, described, list, map, record, text } from '../../codec/shape.ts'
import { eachObject, jsonOf, withJson } from '../json-body.ts'
import { changedAt, merged, segmentsOf } from '../patch-value.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

interface Args {
  readonly merge?: Readonly<Record<string, unknown>> | undefined
  readonly set?: Readonly<Record<string, unknown>> | undefined
  readonly delete?: readonly string[] | undefined
}

const step: Step<Args> = {
  summary: 'Changes fields of a JSON body, or of each object of a stream.',
  args: record<Args>({
    merge: described(map(anything), 'Joined into it; null takes a field away.'),
    set: described(map(anything), 'By dotted paths: State.Health.Status, *.Names, Mounts.0.Source.'),
    delete: described(list(text), 'Dotted paths of what is taken away.'),
  }),
  examples: [
    { merge: { State: { OOMKilled: false } } },
    { set: { '*.Names': [], 'State.Status': 'dead' } },
    { delete: ['NetworkSettings.IPAddress'] },
  ],
  places: onBytes,
  explain({ merge, set = {}, delete: gone = [] }) {
    const parts: string[] = []
    if (merge) parts.push(`merge ${JSON.stringify(merge)} into the body`)
    for (const [path, value] of Object.entries(set)) parts.push(`set ${path} to ${JSON.stringify(value)}`)
    if (gone.length > 0) parts.push(`delete ${gone.join(', ')}`)
    return parts.join(' and ') || 'patch nothing'
  },
  run(args, moment) {
    const change = (value: unknown): unknown => patched(value, args)
    if (moment.place === 'body') {
      moment.shape((bytes) => eachObject(bytes, change))
      return
    }
    moment.change((reply) => {
      const whole = jsonOf(reply)
      if (whole) return withJson(reply, change(whole.value))
      return reply.kind === 'stream' ? { ...reply, chunks: eachObject(encoded(reply.chunks), change) } : reply
    })
  },
}
export default step

function patched(value: unknown, { merge, set = {}, delete: gone = [] }: Args): unknown {
  let result = merge === undefined ? value : merged(value, merge)
  for (const [path, replacement] of Object.entries(set)) result = changedAt(result, segmentsOf(path), replacement)
  for (const path of gone) result = changedAt(result, segmentsOf(path), undefined)
  return result
}
