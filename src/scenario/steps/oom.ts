// oom: a process of a container is killed because there is no memory left.
import { described, flag, oneOf } from '../../codec/shape.ts'
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Kill extends OfContainer {
  readonly flag?: boolean | undefined
  readonly process?: 'main' | 'other' | undefined
}

type Args = Named<Kill>

const step: Step<Args> = {
  summary: 'Kills a process of a container for want of memory: event oom, exit code 137, OOMKilled.',
  args: named<Kill>({
    flag: described(flag, 'false: 137 alone, without event and flag, as where the kernel’s word got lost.'),
    process: described(oneOf('main', 'other'), 'other: not the main process, so that the container runs on.'),
  }),
  examples: [nothing, 'web', { container: 'web', flag: false }, { process: 'other' }],
  places: anywhere,
  explain(args) {
    const { container, flag = true, process = 'main' } = fieldsOf(args)
    if (process === 'other') return `kill a process of ${theContainer(container)} for memory, but not the main one`
    return `kill ${theContainer(container)} for memory${flag ? '' : ', without the flag'}`
  },
  run(args, moment) {
    const { container, flag = true, process = 'main' } = fieldsOf(args)
    if (process === 'other') {
      return onContainer(moment, container, (one, mishaps) => mishaps.runShortOfMemory(one), 'ran short of memory')
    }
    const status = { code: 137, signal: 9, ...(flag && { outOfMemory: true }) }
    return onContainer(moment, container, (one, mishaps) => mishaps.end(one, status), 'was killed for memory')
  },
}
export default step
