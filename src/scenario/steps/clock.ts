// clock: the daemon's time is steered.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, either, flag, number, oneOf, record, textLike } from '../../codec/shape.ts'
import { SteerableClock } from '../../world/steerable-clock.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

interface Steer {
  readonly jump?: string | undefined
  readonly advance?: string | undefined
  readonly rate?: number | undefined
  readonly freeze?: boolean | undefined
}

type Args = 'freeze' | Steer

const of = (args: Args): Steer => (typeof args === 'string' ? { freeze: true } : args)

const step: Step<Args> = {
  summary: 'Sets the daemon’s clock, lets time pass, or changes how fast it runs, until the rule is taken away.',
  args: either<Args>(
    oneOf('freeze'),
    record<Steer>({
      jump: described(
        textLike('a duration like 1h or -5m', /^-?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/),
        'Sets the clock, forwards or back: nothing falls due by it.',
      ),
      advance: described(duration, 'Lets time pass: what is due on the way happens.'),
      rate: described(number, 'How fast it runs: 60 is an hour in a minute, 0 stands still.'),
      freeze: described(flag, 'true: it stands still.'),
    }),
  ),
  examples: ['freeze', { jump: '-1h' }, { advance: '30s' }, { rate: 60 }],
  places: anywhere,
  explain(args) {
    const { jump, advance, rate, freeze } = of(args)
    const parts = [
      jump && `set the clock by ${jump}`,
      advance && `let ${advance} pass`,
      (freeze || rate === 0) && 'stop the clock',
      !freeze && rate && `let the clock run ${rate} times as fast`,
    ].filter(Boolean)
    return parts.join(' and ') || 'leave the clock alone'
  },
  async run(args, moment) {
    const { jump, advance, rate, freeze } = of(args)
    const { clock } = moment
    if (!(clock instanceof SteerableClock)) {
      throw impossible(moment, 'the clock cannot be steered: give the scenario a clock, or the command --time')
    }
    const pace = freeze ? 0 : rate
    if (pace !== undefined && pace < 0) throw impossible(moment, `a clock cannot run at ${pace}`)
    if (jump !== undefined) clock.jump(signed(jump))
    if (pace !== undefined) {
      moment.lasting(step, () => {
        const before = clock.rate
        clock.rate = pace
        return () => {
          clock.rate = before
        }
      })
    }
    moment.tell(step.explain(args))
    if (advance !== undefined) await clock.advance(parseDuration(advance)!)
  },
}
export default step

/** ms */
const signed = (text: string): number => (text.startsWith('-') ? -parseDuration(text.slice(1))! : parseDuration(text)!)
