// mkdir: makes directories.
import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'
import { changedMode } from './file-mode.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const mkdir: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'pm:v',
    long: { parents: 'p', mode: 'm', verbose: 'v' },
    usage: '[-m MODE] [-p] DIRECTORY...',
    operands: [1],
  })
  const text = options.value('m')
  const mode = text === undefined ? undefined : changedMode(text, 0o777, process.umask, true)
  let code = 0
  for (const path of options.operands) {
    try {
      const there = options.has('p') && isDirectory(path)
      if (there) continue
      if (options.has('p')) process.files.makeDirectories(path)
      else process.files.makeDirectory(path)
      if (mode !== undefined) process.files.change(path, { mode })
      if (options.has('v')) await process.write(1, `created directory: '${path}'\n`)
    } catch (error) {
      await complain(process, `can't create directory '${path}': ${reason(error)}`)
      code = 1
    }
  }
  return code

  function isDirectory(path: string): boolean {
    try {
      return process.files.stat(path).kind === 'directory'
    } catch (error) {
      if (error instanceof FileError) return false
      throw error
    }
  }
}
export default mkdir
