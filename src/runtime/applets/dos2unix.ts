// dos2unix and unix2dos: change the ends of lines.
import type { Program } from '../process.ts'
import { bytesOf, chunkOf } from './byte-string.ts'
import { readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'
import { appletName, complain, reason } from './report.ts'

const dos2unix: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'du', usage: '[-ud] [FILE]' })
  const toDos = options.has('d') || (appletName(process) === 'unix2dos' && !options.has('u'))
  const change = (text: string) => {
    const plain = text.replaceAll('\r', '')
    return toDos ? plain.replaceAll('\n', '\r\n') : plain
  }
  if (options.operands.length === 0) {
    for await (const chunk of readChunks(process, 0)) await process.write(1, chunkOf(change(bytesOf(chunk))))
    return 0
  }
  let code = 0
  for (const path of options.operands) {
    try {
      process.files.writeFile(path, chunkOf(change(bytesOf(process.files.readBytes(path)))))
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default dos2unix
