// which: finds commands in PATH.

import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

function isCommand(process: Process, path: string): boolean {
  try {
    return process.files.stat(path).kind === 'file' && process.files.access(path, 1)
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

/** Every file that a command name stands for, the first one first. */
export function findCommands(process: Process, name: string): string[] {
  if (name.includes('/')) return isCommand(process, name) ? [name] : []
  const path = process.env.PATH ?? '/sbin:/usr/sbin:/bin:/usr/bin'
  return path
    .split(':')
    .map((directory) => `${directory === '' ? '.' : directory}/${name}`)
    .filter((each) => isCommand(process, each))
}

const which: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'a', usage: '[-a] COMMAND...', operands: [1] })
  let code = 0
  for (const name of options.operands) {
    const found = findCommands(process, name)
    if (found.length === 0) code = 1
    for (const path of options.has('a') ? found : found.slice(0, 1))
      await standardOutput(process).print(`${toBytes(path)}\n`)
  }
  return code
}
export default which
