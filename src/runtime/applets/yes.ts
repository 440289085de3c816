// yes: prints a line again and again.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'

const yes: Program = async (process) => {
  const words = process.argv.slice(process.argv[1] === '--' ? 2 : 1)
  const line = toBytes(`${words.length > 0 ? words.join(' ') : 'y'}\n`)
  const chunk = chunkOf(line.repeat(Math.max(1, Math.floor(8192 / line.length))))
  for (;;) {
    await process.write(1, chunk)
    await process.tick()
  }
}
export default yes
