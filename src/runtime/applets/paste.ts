// paste: joins lines of files side by side.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { readEscape } from './escapes.ts'
import { openInput } from './inputs.ts'
import { LineReader } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

function delimitersOf(text: string): string[] {
  const result: string[] = []
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\' || at + 1 >= text.length) result.push(text[at++]!)
    else if (text[at + 1] === '0') {
      result.push('')
      at += 2
    } else {
      const [value, next] = readEscape(text, at + 1)
      result.push(value)
      at = next
    }
  }
  return result.length > 0 ? result : ['']
}

const paste: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'd:s',
    long: { delimiters: 'd', serial: 's' },
    usage: '[-d LIST] [-s] [FILE]...',
  })
  const delimiters = delimitersOf(toBytes(options.value('d') ?? '\t'))
  const names = options.operands.length > 0 ? options.operands : ['-']
  const output = standardOutput(process)
  const shared = new LineReader(process, 0)
  const readers = names.map((name) => (name === '-' ? shared : new LineReader(process, openInput(process, name))))
  if (options.has('s')) {
    for (const reader of readers) {
      let count = 0
      for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
        await output.print((count > 0 ? delimiters[(count - 1) % delimiters.length]! : '') + line)
        count++
      }
      await output.print('\n')
    }
    return 0
  }
  for (;;) {
    const lines: (string | undefined)[] = []
    for (const reader of readers) lines.push(await reader.next())
    if (lines.every((line) => line === undefined)) return 0
    const text = lines.map(
      (line, index) => (index > 0 ? delimiters[(index - 1) % delimiters.length]! : '') + (line ?? ''),
    )
    await output.print(`${text.join('')}\n`)
    await process.tick()
  }
}
export default paste
