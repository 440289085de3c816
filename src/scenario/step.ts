// What a rule or a timeline does: one step, one file of steps/. The file's name is the step's name in the language.
import type { Shape } from '../codec/shape.ts'
import type { Moment } from './moment.ts'
import type { Place } from './place.ts'

// biome-ignore lint/suspicious/noExplicitAny: a table holds steps of all kinds of arguments
export interface Step<Args = any> {
  /** One sentence for the list of steps: what it does, in the third person. */
  readonly summary: string
  /** Of the arguments, as the author writes them. */
  readonly args: Shape<Args>
  /** Arguments as an author may write them; the suite of steps tries each. */
  readonly examples: readonly Args[]
  readonly places: readonly Place[]
  /** A clause for `mockerd explain`, as `answer 429 "toomanyrequests"`. The same arguments give the same clause. */
  explain(args: Args): string
  /** Does it. The next step waits for the promise. */
  run(args: Args, moment: Moment): Promise<void> | void
}
