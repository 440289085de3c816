// basename: prints the last part of a path.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { parseOptions, showUsage } from './options.ts'

const basename: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+as:',
    usage: 'FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...',
    operands: [1],
  })
  const words = options.operands.map(toBytes)
  const many = options.has('a') || options.has('s')
  if (!many && words.length > 2) return showUsage(process, { usage: 'FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...' })
  const suffix = options.has('s') ? toBytes(options.value('s')!) : many ? '' : (words[1] ?? '')
  for (const path of many ? words : words.slice(0, 1)) {
    const trimmed = path.replace(/\/+$/, '') || (path.startsWith('/') ? '/' : '')
    let name = trimmed === '/' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1)
    if (suffix !== '' && name !== suffix && name.endsWith(suffix)) name = name.slice(0, -suffix.length)
    await process.write(1, chunkOf(`${name}\n`))
  }
  return 0
}
export default basename
