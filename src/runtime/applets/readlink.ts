// readlink: prints where symlinks point.
import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { resolved } from './real-path.ts'
import { complain } from './report.ts'

const readlink: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'fnvsqem',
    long: { canonicalize: 'f', 'no-newline': 'n' },
    usage: '[-fnv] FILE...',
    operands: [1],
  })
  let code = 0
  for (const path of options.operands) {
    try {
      let text: string
      if (options.has('e')) text = process.files.realpath(path)
      else if (options.has('f') || options.has('m')) text = resolved(process, path)
      else text = process.files.readlink(path)
      await standardOutput(process).print(toBytes(text) + (options.has('n') ? '' : '\n'))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      if (options.has('v')) await complain(process, `${path}: ${error.message}`)
      code = 1
    }
  }
  return code
}
export default readlink
