// uptime: tells how long the machine has been up.
import type { Program } from '../process.ts'
import { loadAverage, uptimeSeconds } from './memory-facts.ts'
import { parseOptions } from './options.ts'
import { strftime } from './strftime.ts'

const uptime: Program = async (process) => {
  await parseOptions(process, { letters: '', usage: '' })
  const minutes = Math.floor(uptimeSeconds(process) / 60)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor(minutes / 60) % 24
  const day = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''
  const clock =
    hours > 0 ? `${String(hours).padStart(2)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`
  const load = loadAverage(process).join(', ')
  await process.write(
    1,
    ` ${strftime('%H:%M:%S', process.now())} up ${day}${clock},  0 users,  load average: ${load}\n`,
  )
  return 0
}
export default uptime
