// `mockerd logs`: what a daemon in the background has logged, and goes on to log.
import { type FSWatcher, watch } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { readSubcommand } from '../options/subcommand.ts'
import { backgroundFiles } from './background-files.ts'
import { nameOption } from './background-options.ts'
import { callLifeline } from './lifeline.ts'

const command = {
  name: 'logs',
  usage: '[OPTIONS]',
  does: 'Print the log of a daemon in the background, also of one that has ended.',
  options: {
    ...nameOption,
    follow: { kind: 'bool', short: 'f', help: 'Go on until the daemon ends' },
    tail: { kind: 'int', short: 'n', value: 'N', help: 'Only the last N lines of what is there' },
  },
} as const

/** Resolves to the exit code. Rejects with a sentence when there never was one. */
export async function logsCommand(args: readonly string[]): Promise<number> {
  const given = readSubcommand(command, args)
  if (!given) return 0
  const { options } = given
  const { title, lifeline, log } = await backgroundFiles(options.name)
  await using file = await opened(log, title)
  const running = options.follow ? await callLifeline(lifeline) : undefined
  const watcher = running && watch(log)
  const text = await rest(file)
  process.stdout.write(options.tail === undefined ? text : lastLines(text, options.tail))
  if (running && watcher) await follow(file, watcher, running.ended)
  return 0
}

/** Reads on with every change, until it has ended and all is read. */
async function follow(file: FileHandle, watcher: FSWatcher, ended: Promise<unknown>): Promise<void> {
  let reading: Promise<unknown> = Promise.resolve()
  const read = (): void => {
    reading = reading.then(async () => process.stdout.write(await rest(file)))
  }
  watcher.on('change', read)
  await ended
  watcher.close()
  read()
  await reading
}

async function opened(log: string, title: string): Promise<FileHandle> {
  try {
    return await open(log)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`${title} has never been started`)
    throw error
  }
}

/** From where it was read last. */
async function rest(file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (;;) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64 * 1024) })
    if (bytesRead === 0) return Buffer.concat(chunks)
    chunks.push(buffer.subarray(0, bytesRead))
  }
}

function lastLines(text: Buffer, count: number): string {
  const lines = text.toString().split(/(?<=\n)/)
  return count <= 0 ? '' : lines.slice(-count).join('')
}
