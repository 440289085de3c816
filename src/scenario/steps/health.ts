// health: what is found out about the health of a container.
import { described, either, oneOf, record, text, whole } from '../../codec/shape.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer, onContainer, theContainer } from '../target.ts'

type Status = 'starting' | 'healthy' | 'unhealthy'

interface Health extends OfContainer {
  readonly status: Status
  readonly output?: string | undefined
  readonly exitCode?: number | undefined
}

type Args = Status | Health

const status = described(oneOf('starting', 'healthy', 'unhealthy'), 'What it is from now on.')

const of = (args: Args): Health => (typeof args === 'string' ? { status: args } : args)

const step: Step<Args> = {
  summary:
    'Makes a container healthy, unhealthy or only starting, and keeps it so: its own checks end until its next start.',
  args: either<Args>(
    status,
    record<Health>(
      {
        status,
        container: containerField,
        output: described(text, 'What the check has printed, as inspect shows it.'),
        exitCode: described(whole(-1, 255), 'Of the check; 0 for healthy, 1 for unhealthy.'),
      },
      ['status'],
    ),
  ),
  examples: ['unhealthy', { status: 'healthy', container: 'web', output: 'ok\n' }],
  places: anywhere,
  explain: (args) => `make ${theContainer(of(args).container)} ${of(args).status}`,
  run(args, moment) {
    const { container, ...report } = of(args)
    return onContainer(moment, container, (one, mishaps) => mishaps.setHealth(one, report), `became ${report.status}`)
  },
}
export default step
