// tail: prints the ends of files, and what is added to them with -f.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { openInput, readChunks } from './inputs.ts'
import { durationOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'
import { type Count, countOf, headings, modernCount } from './sections.ts'
import { TailBuffer } from './tail-buffer.ts'

interface Followed {
  readonly name: string
  descriptor: number | undefined
  /** which file it was, and how far it has been read */
  ino: number
  position: number
}

/** Prints what is wanted of a descriptor; returns how many bytes there were. */
async function ending(process: Process, descriptor: number, count: Count): Promise<number> {
  let read = 0
  if (count.sign === '+') {
    let skip = Math.max(0, count.amount - 1)
    for await (const chunk of readChunks(process, descriptor)) {
      read += chunk.length
      let start = 0
      if (count.unit === 'bytes') {
        start = Math.min(skip, chunk.length)
        skip -= start
      } else {
        for (; skip > 0 && start < chunk.length; skip--) {
          const newline = chunk.indexOf(10, start)
          if (newline < 0) {
            start = chunk.length
            break
          }
          start = newline + 1
        }
      }
      if (start < chunk.length) await process.write(1, chunk.subarray(start))
    }
    return read
  }
  const buffer = new TailBuffer(process, count.unit, count.amount)
  for await (const chunk of readChunks(process, descriptor)) {
    read += chunk.length
    buffer.push(chunk)
  }
  await process.write(1, buffer.rest())
  return read
}

/** Prints whatever a followed file has got since the last look. */
async function catchUp(process: Process, file: Followed, byName: boolean, heading: () => Promise<void>): Promise<void> {
  if (byName) {
    const ino = inodeOf(process, file.name)
    if (ino !== file.ino) {
      if (file.descriptor !== undefined && file.descriptor > 2) process.close(file.descriptor)
      file.descriptor = ino === undefined ? undefined : process.open(file.name, { read: true })
      file.ino = ino ?? -1
      file.position = 0
    }
  }
  if (file.descriptor === undefined) return
  if (file.descriptor > 2 && sizeOfFile(process, file) < file.position) {
    process.seek(file.descriptor, 0)
    file.position = 0
  }
  for await (const chunk of readChunks(process, file.descriptor)) {
    await heading()
    file.position += chunk.length
    await process.write(1, chunk)
  }
}

function inodeOf(process: Process, name: string): number | undefined {
  try {
    return process.files.stat(name).ino
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

function sizeOfFile(process: Process, file: Followed): number {
  try {
    const inode = process.files.stat(file.name)
    return inode.ino === file.ino && inode.kind === 'file' ? inode.size : Infinity
  } catch (error) {
    if (error instanceof FileError) return Infinity
    throw error
  }
}

/** Whether a file can ever grow: nothing is added to a device such as /dev/null, so nobody has to look again. */
function grows(process: Process, file: Followed): boolean {
  if (file.name === '-') return false
  try {
    return process.files.stat(file.name).kind === 'file'
  } catch (error) {
    if (error instanceof FileError) return true
    throw error
  }
}

const tail: Program = async (process) => {
  const options = await parseOptions(
    process,
    {
      letters: 'fn:c:qs:vF',
      long: { lines: 'n', bytes: 'c', follow: 'f', quiet: 'q', retry: 'F', verbose: 'v' },
      usage: '[OPTIONS] [FILE]...',
    },
    modernCount(process.argv.slice(1), '+-'),
  )
  const count = countOf(options)
  const names = options.operands.length > 0 ? options.operands : ['-']
  const wanted = options.has('v') || (names.length > 1 && !options.has('q'))
  const heading = headings(process, wanted)
  const byName = options.has('F')
  const followed: Followed[] = []
  let code = 0
  let shown = ''
  for (const [index, name] of names.entries()) {
    let descriptor: number | undefined
    try {
      descriptor = openInput(process, name)
      await heading(name, index)
      shown = name
      const position = await ending(process, descriptor, count)
      followed.push({ name, descriptor, ino: (name === '-' ? undefined : inodeOf(process, name)) ?? -1, position })
    } catch (error) {
      await complain(process, `${descriptor === undefined ? `can't open '${name}'` : 'read error'}: ${reason(error)}`)
      code = 1
      if (byName) followed.push({ name, descriptor: undefined, ino: -1, position: 0 })
    }
  }
  if (!options.has('f') && !byName) return code
  if (followed.length === 0) {
    await complain(process, 'no files')
    return 1
  }
  const growing = followed.filter((file) => grows(process, file))
  if (growing.length === 0 && followed.every(({ name }) => name === '-')) return code
  while (growing.length === 0) await process.pause()
  const interval = durationOf(options.value('s') ?? '1')
  for (;;) {
    // busybox looks once a second, too: coreutils/tail.c sleeps for sleep_period
    await process.sleep(interval)
    for (const file of growing) {
      await catchUp(process, file, byName, async () => {
        if (shown !== file.name) await heading(file.name, 1)
        shown = file.name
      })
    }
  }
}
export default tail
