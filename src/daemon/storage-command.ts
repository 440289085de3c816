// `mockerd storage`: asks a running mockerd what its storage driver did, and prints it.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { StorageReport } from '../control/storage-report.ts'
import { storageText } from '../control/storage-text.ts'
import { targetOf } from '../control/target.ts'
import { usualAddress } from './socket.ts'

export const storageHelp = `Usage:  mockerd storage [OPTIONS]

Print what the storage driver of a running mockerd holds, and what work on each layer cost.

Options:
  -H, --host ADDRESS   unix:///path or tcp://host:port (default: DOCKER_HOST, or the command's own socket)
      --control-token TOKEN
                       What that mockerd was given as --control-token
      --json           Print it as GET /_mockerd/storage gives it
  -h, --help           Print this help and quit
`

/** Gives what is to be printed. Throws an Error with a sentence when there is no mockerd, or for wrong options. */
export async function storageCommand(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string', short: 'H' },
      'control-token': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return storageHelp
  const address = values.host ?? process.env.DOCKER_HOST ?? (await usualAddress())
  const token = values['control-token']
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const request = http.get({ ...targetOf(address), path: '/_mockerd/storage', headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const body = await text(response)
  if (response.statusCode === 401) throw new Error(`${address} asks for its --control-token`)
  if (response.statusCode !== 200) throw new Error(`${address} is no mockerd: it answered ${response.statusCode}`)
  return values.json ? body : storageText(JSON.parse(body) as StorageReport)
}
