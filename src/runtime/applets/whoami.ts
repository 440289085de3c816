// whoami: prints the user's name.
import type { Program } from '../process.ts'
import { namer } from './accounts.ts'
import { Complaint } from './report.ts'

const whoami: Program = async (process) => {
  const name = namer(process).user(process.user.uid)
  if (name === undefined) throw new Complaint(`unknown uid ${process.user.uid}`)
  await process.write(1, `${name}\n`)
  return 0
}
export default whoami
