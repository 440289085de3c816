// arp: which hardware addresses are known: none are kept, as in a container that has talked to nobody.
import { addressesOf } from '../network/names.ts'
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const arp: Program = async (process) => {
  const { operands } = await parseOptions(process, {
    letters: 'vnaA:p:H:t:i:Dds',
    usage: '[-vn] [-H HWTYPE] [-i IF] -a [HOSTNAME]',
  })
  const [host] = operands
  if (host === undefined) return 0
  const address = addressesOf(process, host)[0]
  if (address === undefined) throw new Complaint(`${host}: Host name lookup failure`)
  await process.write(1, `No match found in 0 entries\n`)
  return 0
}
export default arp
