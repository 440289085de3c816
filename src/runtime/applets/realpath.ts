// realpath: prints absolute paths without symlinks.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { resolved } from './real-path.ts'
import { complain, reason } from './report.ts'

const realpath: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: 'FILE...', operands: [1] })
  let code = 0
  for (const path of operands) {
    try {
      await standardOutput(process).print(`${toBytes(resolved(process, path))}\n`)
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default realpath
