// enospc: the disk is full.
import { described, either, flag, record } from '../../codec/shape.ts'
import { ramInBytes } from '../../codec/size.ts'
import type { StorageAct } from '../../storage/troubles.ts'
import { byteCount, nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { allWriting, letStorageFail, writingActs } from '../storage-trouble.ts'
import { containerField, type OfContainer } from '../target.ts'

interface Full extends OfContainer {
  readonly after?: number | string | undefined
  readonly on?: readonly StorageAct[] | undefined
  readonly quota?: boolean | undefined
}

type Args = null | number | string | Full

const after = described(byteCount, 'Bytes that can still be written; none if left out.')

const of = (args: Args): Full =>
  args !== null && typeof args === 'object' ? args : args === null ? {} : { after: args }

const step: Step<Args> = {
  summary:
    'Lets the disk be full, at once or after so many bytes, until the rule is taken away; volumes have their own.',
  args: orNothing(
    either<number | string | Full>(
      after,
      record<Full>({
        after,
        on: writingActs,
        quota: described(flag, 'true: a quota is exceeded (EDQUOT), as with btrfs and zfs.'),
        container: described(containerField, 'Only what this container writes.'),
      }),
    ),
  ),
  examples: [nothing, '10m', { on: ['unpack'], after: 4096 }, { container: 'web', quota: true }],
  places: anywhere,
  explain(args) {
    const { after = 0, on, quota, container } = of(args)
    const what = quota ? 'let the quota be exceeded' : 'let the disk be full'
    const when = after === 0 ? '' : ` after ${after}${typeof after === 'number' ? ' bytes' : ''}`
    return `${what}${when}${on ? ` for ${on.join(', ')}` : ''}${container ? ` of container ${container}` : ''}`
  },
  run(args, moment) {
    const { after = 0, on = allWriting, quota, container } = of(args)
    const bytes = typeof after === 'number' ? after : ramInBytes(after)
    letStorageFail(moment, args ?? step, { error: quota ? 'EDQUOT' : 'ENOSPC', at: on, after: bytes }, container)
  },
}
export default step
