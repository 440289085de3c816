// arch: prints the processor's name.
import type { Program } from '../process.ts'
import { machineName } from './uname.ts'

const arch: Program = async (process) => {
  await process.write(1, `${machineName(process)}\n`)
  return 0
}
export default arch
