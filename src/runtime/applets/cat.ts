// cat: prints files one after the other.
import type { Program } from '../process.ts'
import { bytesOf } from './byte-string.ts'
import { eachInput, readChunks } from './inputs.ts'
import { readLines } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

/** A byte as `cat -v` shows it. */
export function visible(code: number): string {
  if (code >= 128) return 'M-' + visible(code - 128)
  if (code < 32) return '^' + String.fromCharCode(code + 64)
  return code === 127 ? '^?' : String.fromCharCode(code)
}

const cat: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'nbvteAu', usage: '[-nbvteA] [FILE]...' })
  const ends = options.has('e') || options.has('A')
  const tabs = options.has('t') || options.has('A')
  const marks = options.has('v') || ends || tabs
  const numbered = options.has('n') || options.has('b')
  const output = standardOutput(process)
  const show = (line: string) => {
    if (!marks) return line
    let text = ''
    for (let at = 0; at < line.length; at++) {
      const code = line.charCodeAt(at)
      text += code === 10 || (code === 9 && !tabs) ? line[at] : visible(code)
    }
    return text
  }

  if (!numbered) {
    const good = await eachInput(process, options.operands, async (descriptor) => {
      for await (const chunk of readChunks(process, descriptor)) {
        if (!marks) await process.write(1, chunk)
        else {
          const text = bytesOf(chunk).split('\n').map(show)
          await output.print(text.join(ends ? '$\n' : '\n'))
          await output.flush()
        }
      }
    })
    return good ? 0 : 1
  }

  let number = 0
  const good = await eachInput(process, options.operands, async (descriptor) => {
    for await (const lines of readLines(process, descriptor)) {
      for (const line of lines) {
        const counted = !options.has('b') || line !== ''
        const head = counted ? `${String(++number).padStart(6)}\t` : ''
        await output.print(`${head}${show(line)}${ends ? '$' : ''}\n`)
      }
      await output.flush()
    }
  })
  return good ? 0 : 1
}
export default cat
