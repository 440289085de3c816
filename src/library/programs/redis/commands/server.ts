// Commands of redis about the server.
import { FileError } from '../../../../storage/file-error.ts'
import { type Command, type Commands, type Context, integerOf, syntaxError } from '../command.ts'
import { saveDump } from '../dump.ts'
import { infoText } from '../info.ts'
import { CommandError, NOTHING, OK, Pairs, type Reply, Status } from '../reply.ts'
import { redisGlob } from '../server.ts'
import type { Value } from '../values.ts'

/** What cannot be changed while the server runs. */
const fixed = ['databases', 'port', 'bind', 'dir', 'dbfilename']

function config({ server }: Context, [word = '', ...args]: readonly string[]): Reply {
  const { settings } = server
  const name = word.toLowerCase()
  switch (name) {
    case 'get': {
      if (args.length === 0) throw new CommandError("ERR wrong number of arguments for 'config|get' command")
      const globs = args.map((pattern) => redisGlob(pattern.toLowerCase()))
      return new Pairs([...settings].filter(([key]) => globs.some((glob) => glob.matches(key))))
    }
    case 'set': {
      if (args.length < 2 || args.length % 2 !== 0) {
        throw new CommandError("ERR wrong number of arguments for 'config|set' command")
      }
      for (let at = 0; at < args.length; at += 2) checkSetting(settings, args[at]!.toLowerCase())
      for (let at = 0; at < args.length; at += 2) settings.set(args[at]!.toLowerCase(), args[at + 1]!)
      return OK
    }
    case 'resetstat':
      server.commands = 0
      server.connections = 0
      return OK
    case 'rewrite':
      throw new CommandError('ERR The server is running without a config file')
    default:
      throw new CommandError(`ERR unknown subcommand '${word}'. Try CONFIG HELP.`)
  }
}

function checkSetting(settings: ReadonlyMap<string, string>, name: string): void {
  if (!settings.has(name)) {
    throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`)
  }
  if (fixed.includes(name)) {
    throw new CommandError(
      `ERR CONFIG SET failed (possibly related to argument '${name}') - can't set immutable config`,
    )
  }
}

async function save({ server }: Context): Promise<Reply> {
  try {
    await saveDump(server)
    return OK
  } catch (error) {
    if (error instanceof FileError) return new CommandError('ERR')
    throw error
  }
}

/** The names that OBJECT ENCODING has for values of such a size. */
function encodingOf(value: Value): string {
  switch (value.type) {
    case 'string':
      return /^(0|-?[1-9]\d{0,17})$/.test(value.text) ? 'int' : value.text.length <= 44 ? 'embstr' : 'raw'
    case 'list':
      return value.items.length <= 128 ? 'listpack' : 'quicklist'
    case 'hash':
      return value.fields.size <= 128 ? 'listpack' : 'hashtable'
    case 'set':
      return value.members.size <= 128 ? 'listpack' : 'hashtable'
    case 'zset':
      return value.scores.size <= 128 ? 'listpack' : 'skiplist'
  }
}

const shutdown: Command = {
  arity: -1,
  alone: true,
  run({ server }, args) {
    const words = args.map((word) => word.toUpperCase())
    if (words.some((word) => !['SAVE', 'NOSAVE', 'NOW', 'FORCE'].includes(word))) throw syntaxError()
    server.shutDown(words.includes('SAVE') ? true : words.includes('NOSAVE') ? false : undefined)
    return NOTHING
  },
}

/** @param count how many commands there are */
export const serverCommands = (count: () => number): Commands => ({
  info: { arity: -1, run: ({ server }, sections) => infoText(server, sections) },
  config: { arity: -2, run: config },
  command: {
    arity: -1,
    run(_context, [word = '']) {
      if (word.toLowerCase() === 'count') return count()
      return word.toLowerCase() === 'docs' ? new Pairs([]) : []
    },
  },
  time: {
    arity: 1,
    run: ({ server }) => [String(Math.floor(server.now() / 1000)), String((server.now() % 1000) * 1000)],
  },
  role: { arity: 1, run: () => ['master', 0, []] },
  wait: {
    arity: 3,
    run(_context, [replicas = '', timeout = '']) {
      integerOf(replicas)
      if (integerOf(timeout, 'ERR timeout is not an integer or out of range') < 0) {
        throw new CommandError('ERR timeout is negative')
      }
      return 0
    },
  },
  save: { arity: 1, alone: true, run: save },
  bgsave: {
    arity: -1,
    run(context) {
      // its end shows in INFO only, and so does its failure
      void save(context).catch(() => {})
      return new Status('Background saving started')
    },
  },
  lastsave: { arity: 1, run: ({ server }) => Math.floor(server.lastSave / 1000) },
  shutdown,
  object: {
    arity: -2,
    run({ database }, [word = '', key = '']) {
      const name = word.toLowerCase()
      if (!['encoding', 'refcount', 'idletime'].includes(name)) {
        throw new CommandError(`ERR unknown subcommand '${word}'. Try OBJECT HELP.`)
      }
      const value = database.get(key)
      if (!value) return null
      return name === 'encoding' ? encodingOf(value) : Number(name === 'refcount')
    },
  },
  memory: {
    arity: -2,
    run({ database }, [word = '', key = '']) {
      if (word.toLowerCase() !== 'usage') throw new CommandError(`ERR unknown subcommand '${word}'. Try MEMORY HELP.`)
      const value = database.get(key)
      return value ? value.bytes + key.length : null
    },
  },
})
