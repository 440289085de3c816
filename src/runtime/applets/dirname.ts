// dirname: prints a path without its last part.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'

const dirname: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: 'FILENAME', operands: [1, 1] })
  const path = toBytes(operands[0]!)
  const above = path.replace(/([^/])\/+$/, '$1').replace(/[^/]+$/, '')
  const text = above === '' ? '.' : above.replace(/(?!^)\/+$/, '')
  await process.write(1, chunkOf(`${text}\n`))
  return 0
}
export default dirname
