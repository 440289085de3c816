// patch: other fields in a JSON body, or in each object of a stream.
import { encoded } from '../../api/wire.ts'
import { record } from '../../codec/shape.ts'
import { eachObject, jsonOf, withJson } from '../json-body.ts'
import { explainChanges, type JsonChanges, jsonChangeFields, withChanges } from '../json-changes.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

const step: Step<JsonChanges> = {
  summary: 'Changes fields of a JSON body, or of each object of a stream.',
  args: record<JsonChanges>(jsonChangeFields),
  examples: [
    { merge: { State: { OOMKilled: false } } },
    { set: { '*.Names': [], 'State.Status': 'dead' } },
    { delete: ['NetworkSettings.IPAddress'] },
  ],
  places: onBytes,
  explain: (changes) => explainChanges(changes, 'the body').join(' and ') || 'patch nothing',
  run(changes, moment) {
    const change = (value: unknown): unknown => withChanges(value, changes)
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
