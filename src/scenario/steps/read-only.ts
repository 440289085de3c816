// read-only: the disk cannot be written any more, as after an error of its file system.
import { described, record } from '../../codec/shape.ts'
import type { StorageAct } from '../../storage/troubles.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { allWriting, letStorageFail, writingActs } from '../storage-trouble.ts'
import { containerField, type OfContainer } from '../target.ts'

interface ReadOnly extends OfContainer {
  readonly on?: readonly StorageAct[] | undefined
}

type Args = null | ReadOnly

const step: Step<Args> = {
  summary: 'Lets the disk be read-only until the rule is taken away; volumes have their own.',
  args: orNothing(
    record<ReadOnly>({ on: writingActs, container: described(containerField, 'Only what this container writes.') }),
  ),
  examples: [nothing, { on: ['write'], container: 'web' }],
  places: anywhere,
  explain(args) {
    const { on, container } = args ?? {}
    return `let the disk be read-only${on ? ` for ${on.join(', ')}` : ''}${container ? ` of container ${container}` : ''}`
  },
  run: (args, moment) =>
    letStorageFail(moment, args ?? step, { error: 'EROFS', at: args?.on ?? allWriting }, args?.container),
}
export default step
