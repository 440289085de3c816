// mountpoint: tells whether something is mounted at a directory.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const mountpoint: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'qdxn',
    usage: '[-q] {[-dn] DIR | -x DEVICE}',
    operands: [1, 1],
  })
  const path = options.operands[0]!
  try {
    const place = process.files.realpath(path)
    const is = process.files.mounts().some(({ at }) => at === place)
    if (!options.has('q')) await process.write(1, `${path} is ${is ? '' : 'not '}a mountpoint\n`)
    return is ? 0 : 1
  } catch (error) {
    const words = reason(error)
    if (!options.has('q')) await complain(process, `${path}: ${words}`)
    return 1
  }
}
export default mountpoint
