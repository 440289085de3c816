// getent: looks up accounts, groups and hosts.
import { FileError } from '../../storage/file-error.ts'
import { addressesOf, type HostLine, hostLines, isAddress } from '../network/names.ts'
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { type Output, standardOutput } from './output.ts'

function linesOf(process: Process, path: string): string[] {
  try {
    return process.files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}

const paths: Readonly<Record<string, string>> = {
  passwd: '/etc/passwd',
  group: '/etc/group',
  shadow: '/etc/shadow',
  hosts: '/etc/hosts',
  ahosts: '/etc/hosts',
  ahostsv4: '/etc/hosts',
  ahostsv6: '/etc/hosts',
  networks: '/etc/networks',
  protocols: '/etc/protocols',
  services: '/etc/services',
}

const getent: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: 's:i', usage: '[database] [key...]', operands: [1] })
  const [database = '', ...keys] = operands
  const path = paths[database]
  if (path === undefined) {
    await process.write(2, `Unknown database: ${database}\n`)
    return 1
  }
  if (database === 'hosts' || database.startsWith('ahosts')) return hosts(process, database, keys)
  const lines = linesOf(process, path)
  const colons = database === 'passwd' || database === 'group' || database === 'shadow'
  const show = (line: string) => {
    if (colons) return line
    const [address = '', ...names] = line.trim().split(/\s+/)
    return `${address.padEnd(15)} ${names.join(' ')}`
  }
  const output = standardOutput(process)
  if (keys.length === 0) for (const line of lines) await output.print(`${toBytes(show(line))}\n`)
  for (const key of keys) {
    const found = lines.find((line) => {
      const words = colons ? [line.split(':')[0], line.split(':')[2]] : line.trim().split(/\s+/)
      return words.includes(key)
    })
    if (found === undefined) return 2
    await output.print(`${toBytes(show(found))}\n`)
  }
  return 0
}
export default getent

/** Names of hosts are looked up, not only read. */
async function hosts(process: Process, database: string, keys: readonly string[]): Promise<number> {
  const output = standardOutput(process)
  const show = ({ address, names }: HostLine) =>
    output.print(`${toBytes(`${address.padEnd(15)} ${names.join(' ')}`)}\n`)
  if (keys.length === 0) for (const line of hostLines(process)) await show(line)
  for (const key of keys) {
    const line = hostLines(process).find(({ address, names }) => address === key || names.includes(key))
    const found = addressesOf(process, key).filter((address) => fits(database, address))
    if (database === 'hosts' && line) await show(line)
    else if (found.length === 0) return 2
    else if (database === 'hosts') await show({ address: found[0]!, names: [nameFor(process, key)] })
    else for (const address of found) await showSockets(output, address, key)
  }
  return 0
}

const fits = (database: string, address: string): boolean =>
  database === 'ahostsv4' ? !address.includes(':') : database === 'ahostsv6' ? address.includes(':') : true

/** The name of an address, if the name server knows it; a name stays what it is. */
const nameFor = (process: Process, key: string): string =>
  isAddress(key) ? (process.network.surroundings.nameOf?.(key) ?? key) : key

/** An address once for each kind of socket, with its name in the first line. */
async function showSockets(output: Output, address: string, name: string): Promise<void> {
  for (const [kind, title] of [
    ['STREAM', name],
    ['DGRAM', ''],
    ['RAW', ''],
  ] as const) {
    await output.print(`${address.padEnd(15)} ${kind.padEnd(6)} ${title}\n`)
  }
}
