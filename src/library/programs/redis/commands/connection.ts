// Commands of redis about the connection itself.

import type { Client } from '../client.ts'
import { type Command, type Commands, type Context, integerOf, syntaxError } from '../command.ts'
import { CommandError, OK, Pairs, type Reply, Status } from '../reply.ts'
import { DATABASES, type Server } from '../server.ts'

const wrongPassword = (): CommandError =>
  new CommandError('WRONGPASS invalid username-password pair or user is disabled.')

function authenticate({ server, client }: Context, user: string, password: string): void {
  const wanted = server.settings.get('requirepass') ?? ''
  if (user !== 'default' || (wanted !== '' && password !== wanted)) throw wrongPassword()
  client.authenticated = true
}

function hello(context: Context, [version, ...options]: readonly string[]): Reply {
  const { server, client } = context
  const wanted = version === undefined ? client.protocol : Number(version)
  if (version !== undefined && !/^\d+$/.test(version)) {
    throw new CommandError('ERR Protocol version is not an integer or out of range')
  }
  if (wanted !== 2 && wanted !== 3) throw new CommandError('NOPROTO unsupported protocol version')
  let name: string | undefined
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!.toUpperCase()
    if (option === 'AUTH' && at + 2 < options.length) authenticate(context, options[++at]!, options[++at]!)
    else if (option === 'SETNAME' && at + 1 < options.length) name = checkName(options[++at]!)
    else throw new CommandError(`ERR Syntax error in HELLO option '${options[at]!}'`)
  }
  if (needsPassword(server, client)) {
    throw new CommandError(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    )
  }
  client.protocol = wanted
  if (name !== undefined) client.name = name
  return new Pairs([
    ['server', 'redis'],
    ['version', server.version],
    ['proto', wanted],
    ['id', client.id],
    ['mode', 'standalone'],
    ['role', 'master'],
    ['modules', []],
  ])
}

export const needsPassword = (server: Server, client: Client): boolean =>
  !client.authenticated && (server.settings.get('requirepass') ?? '') !== ''

function checkName(name: string): string {
  if (/[^!-~]/.test(name)) {
    throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.')
  }
  return name
}

const describe = (client: Client, now: number): string => {
  const { local, remote } = client.names
  const seconds = Math.floor((now - client.connected) / 1000)
  const flags = client.subscriptions > 0 ? 'P' : client.queued ? 'x' : 'N'
  return (
    `id=${client.id} addr=${remote.address}:${remote.port} laddr=${local.address}:${local.port} fd=${client.id + 7} ` +
    `name=${client.name} age=${seconds} idle=0 flags=${flags} db=${client.index} sub=${client.channels.size} ` +
    `psub=${client.patterns.size} multi=${client.queued?.length ?? -1} cmd=${client.lastCommand} user=default ` +
    `resp=${client.protocol} lib-name=${client.library} lib-ver=${client.libraryVersion}\n`
  )
}

function kill({ server, client }: Context, args: readonly string[]): Reply {
  const [address = ''] = args
  const old = args.length === 1
  const id = !old && address.toUpperCase() === 'ID' ? integerOf(args[1]!) : undefined
  const wanted = !old && address.toUpperCase() === 'ADDR' ? args[1] : address
  if (!old && id === undefined && address.toUpperCase() !== 'ADDR') throw syntaxError()
  const found = [...server.clients.values()].filter(({ id: own, names: { remote } }) =>
    id === undefined ? `${remote.address}:${remote.port}` === wanted : own === id,
  )
  if (old && found.length === 0) throw new CommandError('ERR No such client')
  for (const one of found) if (old || one !== client) one.end()
  return old ? OK : found.filter((one) => one !== client).length
}

function aboutClient(context: Context, [word = '', ...args]: readonly string[]): Reply {
  const { server, client } = context
  switch (word.toLowerCase()) {
    case 'setname':
      client.name = checkName(args[0] ?? '')
      return OK
    case 'getname':
      return client.name === '' ? null : client.name
    case 'setinfo':
      if (/^lib-name$/i.test(args[0] ?? '')) client.library = checkName(args[1] ?? '')
      else if (/^lib-ver$/i.test(args[0] ?? '')) client.libraryVersion = checkName(args[1] ?? '')
      else throw new CommandError(`ERR Unrecognized option '${args[0] ?? ''}'`)
      return OK
    case 'id':
      return client.id
    case 'info':
      return describe(client, server.now())
    case 'list':
      return [...server.clients.values()].map((one) => describe(one, server.now())).join('')
    case 'kill':
      return kill(context, args)
    case 'no-evict':
    case 'no-touch':
      return OK
    default:
      throw new CommandError(`ERR unknown subcommand '${word}'. Try CLIENT HELP.`)
  }
}

const ping: Command = {
  arity: -1,
  subscribed: true,
  run({ client }, [text, ...more]) {
    if (more.length > 0) throw new CommandError("ERR wrong number of arguments for 'ping' command")
    if (client.subscriptions > 0 && client.protocol === 2) return ['pong', text ?? '']
    return text ?? new Status('PONG')
  },
}

export const connection: Commands = {
  ping,
  echo: { arity: 2, run: (_context, [text = '']) => text },
  hello: { arity: -1, early: true, unqueued: true, run: hello },
  auth: {
    arity: -2,
    early: true,
    run(context, [first = '', second, ...more]) {
      if (more.length > 0) throw syntaxError()
      if (second === undefined && (context.server.settings.get('requirepass') ?? '') === '') {
        throw new CommandError(
          'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
        )
      }
      authenticate(context, second === undefined ? 'default' : first, second ?? first)
      return OK
    },
  },
  select: {
    arity: 2,
    run({ client }, [index = '']) {
      const number = integerOf(index)
      if (number < 0 || number >= DATABASES) throw new CommandError('ERR DB index is out of range')
      client.index = number
      return OK
    },
  },
  client: { arity: -2, run: aboutClient },
  quit: {
    arity: -1,
    early: true,
    subscribed: true,
    unqueued: true,
    run({ client }) {
      client.closing = true
      return OK
    },
  },
  reset: {
    arity: 1,
    early: true,
    subscribed: true,
    unqueued: true,
    run({ server, client }) {
      for (const kind of ['channels', 'patterns'] as const) {
        for (const name of [...client[kind]]) server.unsubscribe(kind, client, name)
      }
      server.unwatch(client)
      Object.assign(client, { queued: undefined, spoilt: false, index: 0, protocol: 2, authenticated: false, name: '' })
      return new Status('RESET')
    },
  },
}
