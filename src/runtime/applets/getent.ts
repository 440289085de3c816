// getent: looks up accounts, groups and hosts.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

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
