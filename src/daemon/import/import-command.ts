// `mockerd import`: makes a snapshot of what a real engine has.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import net from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { tlsOption } from '../options/between.ts'
import { misused, readSubcommand, subcommandHelp } from '../options/subcommand.ts'
import { defaultPersona, personas } from '../personas.ts'
import { startDaemon } from '../start.ts'
import { daemonAddress } from '../tape-address.ts'
import { copyEngine } from './copy-engine.ts'
import { EngineClient } from './engine-client.ts'

const importing = {
  name: 'import',
  usage: '[OPTIONS] --from ADDRESS --out FILE',
  does: [
    'Copy the images, networks, volumes and containers of a real engine into a file for mockerd --snapshot.',
    'The engine is only asked, never changed. The file has the secrets that its containers have.',
  ].join('\n'),
  options: {
    from: { kind: 'string', value: 'ADDRESS', help: 'The engine: unix:///path or tcp://host:port' },
    out: { kind: 'string', value: 'FILE', help: 'The snapshot; made anew' },
    engine: {
      kind: 'string',
      value: 'RELEASE',
      help: 'Which engine the copy is (default: the release that is copied, if it is known)',
    },
    ...tlsOption,
  },
} as const

export const importHelp: string = subcommandHelp(importing)

/** Resolves to the exit code. Throws an Error with a sentence when it cannot be done. */
export async function importCommand(args: readonly string[], say: (text: string) => void): Promise<number> {
  const given = readSubcommand(importing, args)
  if (!given) return 0
  const { from: address, out, engine, 'tls-dir': tlsDirectory } = given.options
  if (address === undefined || out === undefined) throw misused(importing, '--from and --out are needed')
  const { connect } = await daemonAddress(address, tlsDirectory)
  const from = new EngineClient(connect)
  const { Version } = await from.json<{ Version: string }>('GET', '/version')
  await using daemon = await startDaemon({ engine: engine ?? personaFor(Version), publish: 'none' })
  const path = daemon.host.replace('unix://', '')
  const to = new EngineClient(() => net.connect(path))
  const copied = await copyEngine({
    ...{ from, to },
    treeOf: (container) => daemon.engine.containers.find(container).tree,
    warn: (sentence) => say(`mockerd: ${sentence}`),
  })
  await write(out, daemon.snapshot().export())
  const counts = Object.entries(copied).map(([what, count]) => `${count} ${count === 1 ? what.slice(0, -1) : what}`)
  say(`Copied ${counts.join(', ')} of ${Version} to ${out}`)
  return 0
}

const personaFor = (version: string): string =>
  personas.find(({ name }) => version.startsWith(`${name}.`))?.name ?? defaultPersona.name

/** The file is there when all of it is. */
async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const partial = `${path}.part`
  try {
    const file = createWriteStream(partial, { mode: 0o600 })
    await once(file, 'open')
    await pipeline(Readable.from(bytes), file)
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
