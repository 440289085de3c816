// stats: what a container is said to use.

import { type Complain, described, type Path, record, type Shape, text } from '../../codec/shape.ts'
import { curvesOf } from '../../engine/containers/stats/curve-labels.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer, onContainer, theContainer } from '../target.ts'

const names = ['cpu', 'memory', 'network.rx', 'network.tx', 'block.read', 'block.write', 'pids'] as const

type Curves = Readonly<Partial<Record<(typeof names)[number], string>>>

interface Args extends OfContainer, Curves {}

const curve = described(
  text,
  'A value or a curve: 30%, ramp 0 1g 1m, sine 10% 60% 5m, steps …, random …; with + on top.',
)

const fields: Shape<Args> = record<Args>({
  container: containerField,
  cpu: curve,
  memory: curve,
  'network.rx': curve,
  'network.tx': curve,
  'block.read': curve,
  'block.write': curve,
  pids: curve,
})

const labelsOf = (args: Args): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (args[name] === undefined ? [] : [[`mockerd.stats.${name}`, args[name]]])))

const step: Step<Args> = {
  summary: 'Says what a container uses from now on, until the rule is taken away: values or curves, as its labels can.',
  args: {
    ...fields,
    check(value: unknown, path: Path, complain: Complain) {
      let isWrong = false
      fields.check(value, path, (...complaint) => {
        isWrong = true
        complain(...complaint)
      })
      if (isWrong) return
      for (const name of names) {
        const own = (value as Args)[name]
        if (own === undefined) continue
        try {
          curvesOf(labelsOf({ [name]: own }), '')
        } catch (error) {
          complain([...path, name], `is no curve: ${(error as Error).message.replace(/^.*?: /, '')}`)
        }
      }
    },
  },
  examples: [
    { cpu: 'sine 10% 90% 1m', memory: '512m' },
    { container: 'web', pids: '12' },
  ],
  places: anywhere,
  explain(args) {
    const parts = names.flatMap((name) => (args[name] === undefined ? [] : `${name} ${args[name]}`))
    return `let ${theContainer(args.container)} use ${parts.join(', ') || 'what it uses'}`
  },
  run(args, moment) {
    return onContainer(
      moment,
      args.container,
      (one, mishaps) => moment.lasting(`stats ${one.id}`, () => mishaps.declareStats(one, labelsOf(args))),
      'uses what was declared',
    )
  },
}
export default step
