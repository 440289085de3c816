// Where in a scenario a step may stand.

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
