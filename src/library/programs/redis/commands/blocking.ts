// Commands of redis that wait until there is something to take.
import { type Command, type Commands, type Context, floatOf } from '../command.ts'
import { CommandError, NULL_LIST, type Reply } from '../reply.ts'
import { SortedSetValue } from '../values.ts'
import { type End, endOf, moveOne, popOne } from './lists.ts'

/** ms of a time-out in seconds; 0 means for ever. */
function timeoutOf(text: string): number {
  const seconds = floatOf(text, 'ERR timeout is not a float or out of range')
  if (seconds < 0) throw new CommandError('ERR timeout is negative')
  return seconds * 1000
}

/** Tries now and whenever one of the keys changes. Inside of a transaction nobody waits. */
function waitFor(
  { server, client, database }: Context,
  keys: readonly string[],
  timeout: number,
  take: () => Reply | undefined,
): Reply | Promise<Reply> {
  const now = take()
  if (now !== undefined) return now
  if (client.queued) return NULL_LIST
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      forget()
      client.wake = undefined
    }
    const settle = (reply: Reply): void => {
      stop()
      resolve(reply)
    }
    const look = (): void => {
      try {
        const reply = take()
        if (reply !== undefined) settle(reply)
      } catch (error) {
        stop()
        reject(error)
      }
    }
    const forget = server.onChange(database.index, keys, look)
    client.wake = () => settle(NULL_LIST)
    const giveUp = client.wake
    if (timeout === 0) return
    // the end of the process ends the client, too
    server.process.sleep(timeout).then(
      () => client.wake === giveUp && giveUp(),
      () => {},
    )
  })
}

function pop(end: End): Command {
  return {
    arity: -3,
    run(context, args) {
      const keys = args.slice(0, -1)
      return waitFor(context, keys, timeoutOf(args.at(-1)!), () => {
        for (const key of keys) {
          const text = popOne(context.database, key, end)
          if (text !== undefined) return [key, text]
        }
        return undefined
      })
    },
  }
}

function move(arity: number, endsOf: (args: readonly string[]) => readonly [End, End]): Command {
  return {
    arity,
    run(context, args) {
      const [from = '', to = ''] = args
      const ends = endsOf(args)
      return waitFor(context, [from], timeoutOf(args.at(-1)!), () => moveOne(context.database, from, to, ends))
    },
  }
}

function popScored(at: 0 | -1): Command {
  return {
    arity: -3,
    run(context, args) {
      const { database } = context
      const keys = args.slice(0, -1)
      return waitFor(context, keys, timeoutOf(args.at(-1)!), () => {
        for (const key of keys) {
          const value = database.find(key, SortedSetValue)
          const found = value?.sorted.at(at)
          if (!value || !found) continue
          value.delete(found[0])
          database.changed(key)
          return [key, found[0], String(found[1])]
        }
        return undefined
      })
    },
  }
}

export const blocking: Commands = {
  blpop: pop('head'),
  brpop: pop('tail'),
  brpoplpush: move(4, () => ['tail', 'head']),
  blmove: move(6, ([, , one = '', other = '']) => [endOf(one), endOf(other)]),
  bzpopmin: popScored(0),
  bzpopmax: popScored(-1),
}
