// gzip, gunzip and zcat.
import type { Process, Program } from '../process.ts'
import { Compression, compressed, requireMagic } from './compression.ts'
import { readChunks } from './inputs.ts'
import { type Options, parseOptions } from './options.ts'
import { appletName, Complaint, complain, reason } from './report.ts'

interface Work {
  readonly unpack: boolean
  readonly toOutput: boolean
  readonly level: number
  readonly options: Options
}

function wrongMagic(process: Process): string {
  return appletName(process) === 'zcat' ? 'no gzip/bzip2/xz magic' : 'invalid magic'
}

async function pump(process: Process, input: number, output: number, { unpack, level }: Work): Promise<void> {
  const compression = unpack ? Compression.gunzip() : Compression.gzip(level)
  const chunks = readChunks(process, input)
  const bytes = unpack ? requireMagic(chunks, wrongMagic(process)) : chunks
  for await (const chunk of compressed(bytes, compression)) await process.write(output, chunk)
}

function targetName(path: string, unpack: boolean): string | undefined {
  if (!unpack) return `${path}.gz`
  if (/\.tgz$/.test(path)) return path.replace(/\.tgz$/, '.tar')
  return /\.(gz|z|Z)$/.test(path) ? path.replace(/\.(gz|z|Z)$/, '') : undefined
}

async function convert(process: Process, path: string, work: Work): Promise<void> {
  const { files } = process
  const inode = files.stat(path)
  const input = process.open(path, { read: true })
  try {
    if (work.toOutput) {
      await pump(process, input, 1, work)
      return
    }
    const target = targetName(path, work.unpack)
    if (target === undefined) throw new Complaint(`${path}: unknown suffix - ignored`)
    if (files.exists(target) && !work.options.has('f')) throw new Complaint(`can't open '${target}': File exists`)
    const output = process.open(target, { write: true, create: true, truncate: true, mode: inode.mode })
    try {
      await pump(process, input, output, work)
    } catch (error) {
      files.unlink(target)
      throw error
    } finally {
      process.close(output)
    }
    files.change(target, { mtime: inode.mtime })
    if (!work.options.has('k')) files.unlink(path)
  } finally {
    process.close(input)
  }
}

const gzip: Program = async (process) => {
  const name = appletName(process)
  const options = await parseOptions(process, {
    letters: 'cfkdtnqv123456789rN',
    long: {
      stdout: 'c',
      'to-stdout': 'c',
      force: 'f',
      keep: 'k',
      decompress: 'd',
      test: 't',
      fast: '1',
      best: '9',
      quiet: 'q',
    },
    usage: name === 'gzip' ? '[-cfkdt123456789] [FILE]...' : '[-cfkt] [FILE]...',
  })
  const test = options.has('t')
  const unpack = name !== 'gzip' || options.has('d') || test
  const toOutput = name === 'zcat' || options.has('c')
  const work = { unpack, toOutput, level: Number(options.last('123456789') ?? 6), options }
  let code = 0
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      if (test) {
        const input = path === '-' ? 0 : process.open(path, { read: true })
        for await (const _ of compressed(
          requireMagic(readChunks(process, input), 'invalid magic'),
          Compression.gunzip(),
        ))
          await process.tick()
      } else if (path === '-') {
        if (!options.has('f') && process.isTerminal(unpack ? 0 : 1))
          throw new Complaint('compressed data not read from terminal, use -f to force it')
        await pump(process, 0, 1, work)
      } else await convert(process, path, work)
    } catch (error) {
      const words = error instanceof Complaint ? error.message : `${path}: ${reason(error)}`
      await complain(process, words)
      code = 1
    }
  }
  return code
}
export default gzip
