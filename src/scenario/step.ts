// What a rule or a timeline does: one step, one file of steps/. The file's name is the step's name in the language.
import type { Shape } from '../codec/shape.ts'
import type { Moment } from './moment.ts'

/**
 * Where a step may stand.
 *
 * - `accept`: a connection has come in, nothing is read yet;
 * - `request`: a call is known, its operation has not begun;
 * - `reply`: the operation has answered, nothing is written yet;
 * - `body`: the head is out, and as much of the body as the rule says;
 * - `end`: all of the body is out, but not the terminal chunk;
 * - `sent`: the reply is out, the connection is idle;
 * - `event`: the engine has told something;
 * - `timeline`: a time has come.
 */
export type Place = 'accept' | 'request' | 'reply' | 'body' | 'end' | 'sent' | 'event' | 'timeline'

export const anywhere: readonly Place[] = ['accept', 'request', 'reply', 'body', 'end', 'sent', 'event', 'timeline']

/** Where there is a connection that can be ended. */
export const onConnections: readonly Place[] = ['accept', 'request', 'reply', 'body', 'end', 'sent']

/** Where there are bytes to come. */
export const onBytes: readonly Place[] = ['request', 'reply', 'body']

/** Where nothing of the reply is out yet. */
export const beforeHead: readonly Place[] = ['request', 'reply']

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
