// upgrade: a hijacked connection that begins otherwise.
import { described, oneOf } from '../../codec/shape.ts'
import { beforeHead } from '../place.ts'
import type { Step } from '../step.ts'

type Args = 'ignored' | 'joined'

const CLAUSES: Readonly<Record<Args, string>> = {
  ignored: 'answer 200 where the client wants an upgrade',
  joined: 'send the first output together with the head',
}

/** ms that the head waits for output: a client may send nothing, or start nothing, before it has the head */
const PATIENCE = 100

const step: Step<Args> = {
  summary:
    'Lets a hijacked connection begin with 200 and not 101 (ignored), or its first bytes come with the head (joined).',
  args: described(
    oneOf('ignored', 'joined'),
    'ignored: 200 in the place of 101; joined: head and first output at once, if that comes within 100 ms.',
  ),
  examples: ['ignored', 'joined'],
  places: beforeHead,
  explain: (how) => CLAUSES[how],
  run: (how, moment) =>
    moment.wire(how === 'ignored' ? { overhearsUpgrade: true } : { joinsHead: () => moment.wait(PATIENCE) }),
}
export default step
