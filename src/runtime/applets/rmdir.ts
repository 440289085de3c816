// rmdir: removes empty directories.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const rmdir: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'p',
    long: { parents: 'p' },
    usage: '[-p] DIRECTORY...',
    operands: [1],
  })
  let code = 0
  for (let path of options.operands) {
    for (;;) {
      try {
        process.files.removeDirectory(path)
      } catch (error) {
        await complain(process, `'${path}': ${reason(error)}`)
        code = 1
        break
      }
      const parent = path.replace(/\/*[^/]+\/*$/, '')
      if (!options.has('p') || parent === '') break
      path = parent
    }
  }
  return code
}
export default rmdir
