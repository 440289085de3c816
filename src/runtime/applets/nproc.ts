// nproc: prints how many processors there are.
import { FileError } from '../../storage/file-error.ts'
import type { Program } from '../process.ts'

const nproc: Program = async (process) => {
  let count = 1
  try {
    count = process.files.readText('/proc/cpuinfo').match(/^processor\s*:/gm)?.length ?? 1
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
  await process.write(1, `${count}\n`)
  return 0
}
export default nproc
