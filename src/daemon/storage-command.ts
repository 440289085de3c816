// `mockerd storage`: asks a running mockerd what its storage driver did, and prints it.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { StorageReport } from '../control/storage-report.ts'
import { storageText } from '../control/storage-text.ts'
import { targetOf } from '../control/target.ts'
import { readSubcommand } from './options/subcommand.ts'
import { usualAddress } from './socket.ts'

const storage = {
  name: 'storage',
  usage: '[OPTIONS]',
  does: 'Print what the storage driver of a running mockerd holds, and what work on each layer cost.',
  options: {
    host: {
      kind: 'string',
      short: 'H',
      value: 'ADDRESS',
      help: "unix:///path or tcp://host:port (default: DOCKER_HOST, or the command's own socket)",
    },
    'control-token': { kind: 'string', value: 'TOKEN', help: 'What that mockerd was given as --control-token' },
    json: { kind: 'bool', help: 'Print it as GET /_mockerd/storage gives it' },
  },
} as const

/** Gives what is to be printed. Throws an Error with a sentence when there is no mockerd, or for wrong options. */
export async function storageCommand(args: readonly string[]): Promise<string> {
  const given = readSubcommand(storage, args)
  if (!given) return ''
  const { host, 'control-token': token, json } = given.options
  const address = host ?? process.env.DOCKER_HOST ?? (await usualAddress())
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const request = http.get({ ...targetOf(address), path: '/_mockerd/storage', headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const body = await text(response)
  if (response.statusCode === 401) throw new Error(`${address} asks for its --control-token`)
  if (response.statusCode !== 200) throw new Error(`${address} is no mockerd: it answered ${response.statusCode}`)
  return json ? body : storageText(JSON.parse(body) as StorageReport)
}
