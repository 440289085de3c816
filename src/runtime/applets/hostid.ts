// hostid: a number for the machine; containers have no /etc/hostid.
import type { Program } from '../process.ts'

const hostid: Program = async (process) => {
  await process.write(1, '00000000\n')
  return 0
}
export default hostid
