// pwd: prints the working directory.

import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'

const pwd: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'LP', usage: '[-LP]' })
  const logical = process.env.PWD
  let path = process.cwd
  if (options.last('LP') !== 'P' && logical?.startsWith('/') && !/\/\.{1,2}(\/|$)/.test(logical)) {
    try {
      if (process.files.stat(logical).ino === process.files.stat('.').ino) path = logical
    } catch (error) {
      if (!(error instanceof FileError)) throw error
    }
  }
  await process.write(1, `${path}\n`)
  return 0
}
export default pwd
