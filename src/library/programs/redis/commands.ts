// The commands that the simulated redis knows, and how one is run.

import type { Command, Commands, Context } from './command.ts'
import { blocking } from './commands/blocking.ts'
import { connection, needsPassword } from './commands/connection.ts'
import { hashes } from './commands/hashes.ts'
import { keys } from './commands/keys.ts'
import { lists } from './commands/lists.ts'
import { pubsub } from './commands/pubsub.ts'
import { serverCommands } from './commands/server.ts'
import { sets } from './commands/sets.ts'
import { sortedRanges } from './commands/sorted-ranges.ts'
import { sortedSets } from './commands/sorted-sets.ts'
import { strings } from './commands/strings.ts'
import { transactions } from './commands/transactions.ts'
import { CommandError, type Reply, Status } from './reply.ts'

/** differs: scripts, functions, streams, bitmaps, geography, replication, clusters and ACLs are unknown commands. */
const commands: Commands = {
  ...connection,
  ...strings,
  ...keys,
  ...lists,
  ...blocking,
  ...hashes,
  ...sets,
  ...sortedSets,
  ...sortedRanges,
  ...pubsub,
  ...serverCommands(() => Object.keys(commands).length),
  ...transactions((context, words) => {
    const reply = run(context, words)
    if (reply instanceof Promise) throw new Error(`${words[0]} cannot wait in a transaction`)
    return reply
  }),
}

const QUEUED = new Status('QUEUED')

/** Answers a request; a refusal is an answer. */
export function answer(context: Context, words: readonly string[]): Reply | Promise<Reply> {
  const { server, client } = context
  const problem = refusal(context, words)
  if (problem) {
    if (client.queued) client.spoilt = true
    return problem
  }
  const command = commandOf(words)!
  client.lastCommand = words[0]!.toLowerCase()
  if (client.queued && !command.unqueued) {
    client.queued.push([...words])
    return QUEUED
  }
  server.commands++
  return run(context, words)
}

function commandOf(words: readonly string[]): Command | undefined {
  const name = words[0]!.toLowerCase()
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

function refusal({ server, client }: Context, words: readonly string[]): CommandError | undefined {
  const command = commandOf(words)
  const name = words[0]!.toLowerCase()
  if (!command) return unknown(words)
  if (command.arity > 0 ? words.length !== command.arity : words.length < -command.arity) {
    return new CommandError(`ERR wrong number of arguments for '${name}' command`)
  }
  if (!command.early && needsPassword(server, client)) return new CommandError('NOAUTH Authentication required.')
  if (client.subscriptions > 0 && client.protocol === 2 && !command.subscribed) {
    return new CommandError(
      `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
    )
  }
  if (client.queued && command.alone) return new CommandError('ERR Command not allowed inside a transaction')
  return undefined
}

function unknown([name = '', ...args]: readonly string[]): CommandError {
  let shown = ''
  for (const arg of args) if (shown.length < 128) shown += `'${arg.slice(0, 128 - shown.length)}' `
  return new CommandError(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`)
}

function run(context: Context, words: readonly string[]): Reply | Promise<Reply> {
  try {
    const reply = commandOf(words)!.run(context, words.slice(1))
    return reply instanceof Promise ? reply.catch(asReply) : reply
  } catch (error) {
    return asReply(error)
  }
}

function asReply(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  throw error
}
