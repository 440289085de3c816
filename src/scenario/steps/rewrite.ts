// rewrite: the operation gets another request than the client has sent.
import { copyOf } from '../../api/call.ts'
import { anything, described, map, record } from '../../codec/shape.ts'
import { explainChanges, type JsonChanges, jsonChangeFields, withChanges } from '../json-changes.ts'
import type { Step } from '../step.ts'

interface Args extends JsonChanges {
  readonly query?: Readonly<Record<string, unknown>> | undefined
}

const step: Step<Args> = {
  summary:
    'Gives the operation another request than the client has sent: other fields of its JSON body, another query.',
  args: record<Args>({
    ...jsonChangeFields,
    query: described(map(anything), 'Parameters, as the operation reads them.'),
  }),
  examples: [{ set: { Entrypoint: [], Cmd: ['nosuch'] } }, { query: { t: 30 } }],
  // a request that has been carried out cannot be another one
  places: ['request'],
  explain({ query = {}, ...changes }) {
    const parts = explainChanges(changes, 'the request')
    for (const [name, value] of Object.entries(query))
      parts.push(`set its parameter ${name} to ${JSON.stringify(value)}`)
    return parts.join(' and ') || 'leave the request as it is'
  },
  run({ query = {}, ...changes }, moment) {
    moment.ask((call) => {
      const { body } = call as { readonly body: unknown }
      return {
        ...copyOf(call),
        query: { ...call.query, ...query } as typeof call.query,
        // streams are none of ours: `truncate` and others change those
        ...(isJson(body) && { body: withChanges(body, changes) as typeof call.body }),
      }
    })
  },
}
export default step

const isJson = (body: unknown): boolean => typeof body === 'object' && body !== null && !(Symbol.asyncIterator in body)
