// mktemp: makes a file or directory with a name of its own.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

function make(process: Process, template: string, directory: boolean, dry: boolean): string {
  const [, stem = ''] = /^(.*?)X{6}$/s.exec(template) ?? []
  for (let attempt = 0; ; attempt++) {
    const path = stem + Array.from({ length: 6 }, () => letters[Math.floor(process.random() * letters.length)]).join('')
    try {
      if (dry) {
        if (!process.files.exists(path)) return path
      } else if (directory) process.files.makeDirectory(path, 0o700)
      else process.close(process.open(path, { write: true, create: true, exclusive: true, mode: 0o600 }))
      if (!dry) return path
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'EEXIST' || attempt > 100) throw error
    }
  }
}

const mktemp: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'dqtp:u',
    long: { directory: 'd', tmpdir: 'p', 'dry-run': 'u', quiet: 'q' },
    usage: '[-dt] [-p DIR] [TEMPLATE]',
    operands: [0, 1],
  })
  const given = options.operands[0]
  let template = given ?? 'tmp.XXXXXX'
  const quiet = options.has('q')
  if (!template.endsWith('XXXXXX')) {
    if (!quiet) await complain(process, `${template}: Invalid argument`)
    return 1
  }
  if (given === undefined || options.has('t') || options.has('p')) {
    const place = options.has('t')
      ? process.env.TMPDIR || options.value('p') || '/tmp'
      : options.value('p') || process.env.TMPDIR || '/tmp'
    template = `${place}/${template}`
  }
  try {
    await process.write(1, `${make(process, template, options.has('d'), options.has('u'))}\n`)
    return 0
  } catch (error) {
    const words = reason(error)
    if (!quiet) await complain(process, `${template}: ${words}`)
    return 1
  }
}
export default mktemp
