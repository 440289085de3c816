// touch: makes files and sets their time.
import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'
import { parseDate } from './date-text.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const touch: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'chamr:d:t:f',
    long: { 'no-create': 'c', reference: 'r', date: 'd', 'no-dereference': 'h' },
    usage: '[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...',
    operands: [1],
  })
  const { files } = process
  const reference = options.value('r')
  const text = options.value('d') ?? options.value('t')
  const given = text === undefined ? undefined : parseDate(text, process.now())
  const time = reference === undefined ? given : files.stat(reference).mtime
  const keepTime = options.has('a') && !options.has('m')
  let code = 0
  for (const path of options.operands) {
    try {
      const follow = !options.has('h')
      try {
        files[follow ? 'stat' : 'lstat'](path)
      } catch (error) {
        if (!(error instanceof FileError) || error.code !== 'ENOENT') throw error
        if (options.has('c') || !follow) continue
        process.close(process.open(path, { write: true, create: true }))
      }
      if (!keepTime) files.change(path, { mtime: time ?? process.now() }, follow)
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default touch
