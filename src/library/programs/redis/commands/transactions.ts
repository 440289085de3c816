// MULTI and what belongs to it: commands that run one after the other, with nobody between them.
import type { Commands, Context } from '../command.ts'
import { CommandError, NULL_LIST, OK, type Reply } from '../reply.ts'

/** Runs a queued command; a refusal is its answer. */
export type Runner = (context: Context, words: readonly string[]) => Reply

function forget({ server, client }: Context): void {
  client.queued = undefined
  client.spoilt = false
  server.unwatch(client)
}

/** @param run what runs the commands that were queued */
export const transactions = (run: Runner): Commands => ({
  multi: {
    arity: 1,
    unqueued: true,
    run({ client }) {
      if (client.queued) throw new CommandError('ERR MULTI calls can not be nested')
      client.queued = []
      return OK
    },
  },
  exec: {
    arity: 1,
    unqueued: true,
    run(context) {
      const { client } = context
      const { queued, spoilt, dirty } = client
      if (!queued) throw new CommandError('ERR EXEC without MULTI')
      context.server.unwatch(client)
      try {
        if (spoilt) throw new CommandError('EXECABORT Transaction discarded because of previous errors.')
        if (dirty) return NULL_LIST
        const replies: Reply[] = []
        // none of them waits: those that could answer at once within a transaction
        for (const words of queued) replies.push(run(context, words))
        return replies
      } finally {
        forget(context)
      }
    },
  },
  discard: {
    arity: 1,
    unqueued: true,
    run(context) {
      if (!context.client.queued) throw new CommandError('ERR DISCARD without MULTI')
      forget(context)
      return OK
    },
  },
  watch: {
    arity: -2,
    unqueued: true,
    run({ server, client, database }, keys) {
      if (client.queued) throw new CommandError('ERR WATCH inside MULTI is not allowed')
      // one that has expired has not changed
      for (const key of keys) database.get(key)
      for (const key of keys) server.watch(client, key)
      return OK
    },
  },
  unwatch: {
    arity: 1,
    run({ server, client }) {
      server.unwatch(client)
      return OK
    },
  },
})
