// time: runs a command and tells how long it took.
import type { Program } from '../process.ts'
import { start } from './command.ts'
import { parseOptions } from './options.ts'

const clockText = (milliseconds: number) => {
  const seconds = milliseconds / 1000
  return `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`
}

const time: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+pvao:f:',
    usage: '[-vpa] [-o FILE] PROG ARGS',
    operands: [1],
  })
  const began = process.now()
  const { code, signal } = await start(process, options.operands).wait()
  const took = process.now() - began
  const seconds = (took / 1000).toFixed(2)
  let text = `real\t${clockText(took)}\nuser\t${clockText(0)}\nsys\t${clockText(0)}\n`
  if (options.has('p')) text = `real ${seconds}\nuser 0.00\nsys 0.00\n`
  else if (options.has('f'))
    text = `${options.value('f')!.replaceAll('%e', seconds).replaceAll('%U', '0.00').replaceAll('%S', '0.00').replaceAll('%E', clockText(took))}\n`
  if (signal !== 0) text = `Command terminated by signal ${signal}\n${text}`
  else if (code !== 0) text = `Command exited with non-zero status ${code}\n${text}`
  const file = options.value('o')
  if (file === undefined) await process.write(2, text)
  else {
    const append = options.has('a')
    const descriptor = process.open(file, { write: true, create: true, append, truncate: !append })
    await process.write(descriptor, text)
    process.close(descriptor)
  }
  return code
}
export default time
