// Channels of redis: messages from one client to those who have subscribed.
import type { Command, Commands, Context } from '../command.ts'
import { CommandError, NOTHING, Push, type Reply } from '../reply.ts'
import { redisGlob } from '../server.ts'

type Kind = 'channels' | 'patterns'

const subscribe = (word: string, kind: Kind): Command => ({
  arity: -2,
  subscribed: true,
  run({ server, client }, names) {
    for (const name of names) {
      server.subscribe(kind, client, name)
      client.add(new Push([word, name, client.subscriptions]))
    }
    return NOTHING
  },
})

const unsubscribe = (word: string, kind: Kind): Command => ({
  arity: -1,
  subscribed: true,
  run({ server, client }, names) {
    const all = names.length > 0 ? names : [...client[kind]]
    for (const name of all) {
      server.unsubscribe(kind, client, name)
      client.add(new Push([word, name, client.subscriptions]))
    }
    if (all.length === 0) client.add(new Push([word, null, client.subscriptions]))
    return NOTHING
  },
})

function publish({ server }: Context, [channel = '', message = '']: readonly string[]): Reply {
  const listeners = [...(server.channels.get(channel) ?? [])]
  for (const client of listeners) client.push(new Push(['message', channel, message]))
  let reached = listeners.length
  for (const [pattern, clients] of server.patternsFor(channel)) {
    for (const client of [...clients]) client.push(new Push(['pmessage', pattern, channel, message]))
    reached += clients.size
  }
  return reached
}

export const pubsub: Commands = {
  subscribe: subscribe('subscribe', 'channels'),
  psubscribe: subscribe('psubscribe', 'patterns'),
  unsubscribe: unsubscribe('unsubscribe', 'channels'),
  punsubscribe: unsubscribe('punsubscribe', 'patterns'),
  publish: { arity: 3, run: publish },
  pubsub: {
    arity: -2,
    run({ server }, [word = '', ...names]) {
      switch (word.toLowerCase()) {
        case 'channels': {
          const glob = redisGlob(names[0] ?? '*')
          return [...server.channels.keys()].filter((name) => glob.matches(name))
        }
        case 'numsub':
          return names.flatMap((name) => [name, server.channels.get(name)?.size ?? 0])
        case 'numpat':
          return server.patterns.size
        default:
          throw new CommandError(`ERR unknown subcommand '${word}'. Try PUBSUB HELP.`)
      }
    },
  },
}
