// mongosh, and mongo as it was called before: runs scripts of a small part of JavaScript against a server.
import { Buffer } from 'node:buffer'
import { addressesOf } from '../../runtime/network/names.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { ConnectionReader } from './connection-reader.ts'
import { BsonProblem } from './mongo/bson.ts'
import { type Document, document, type Value } from './mongo/value.ts'
import { ask } from './mongo/wire.ts'
import { readShellOptions, type ShellOptions } from './mongosh/options.ts'
import { parseScript } from './mongosh/parse.ts'
import { jsonText, shellText } from './mongosh/print.ts'
import { Script, Thrown } from './mongosh/run.ts'
import { signIn } from './mongosh/sign-in.ts'
import { Quit, type Send, Shell } from './mongosh/things.ts'
import { ScriptProblem } from './mongosh/tokens.ts'

export const mongosh: Program = async (process) => {
  const args = process.argv.slice(1)
  if (args.includes('--version')) {
    await process.write(1, '2.5.6\n')
    return 0
  }
  const options = readShellOptions(args)
  try {
    const send = await connected(process, options)
    const shell = new Shell(process, send, options.database)
    const script = new Script(process, shell.names())
    if (options.user !== undefined) {
      await signIn(process, (command) => shell.run(command, options.authDatabase), options.user, options.password)
    }
    for (const path of options.files) await script.run(parseScript(process.files.readText(path)))
    const sources = options.scripts.length > 0 || options.files.length > 0 ? options.scripts : [await readAll(process)]
    for (const source of sources) {
      const value = await script.run(parseScript(source))
      await print(process, value, options)
    }
    return 0
  } catch (error) {
    return report(process, error)
  }
}

async function print(process: Process, value: Value | undefined, { json }: ShellOptions): Promise<void> {
  if (value !== undefined) await process.write(1, `${json ? jsonText(value) : shellText(value)}\n`)
}

async function report(process: Process, error: unknown): Promise<number> {
  if (error instanceof Quit) return error.code
  const known = [Thrown, ScriptProblem, FileError, BsonProblem, RangeError].some((type) => error instanceof type)
  if (!known) throw error
  await process.write(2, `${(error as Error).message}\n`)
  return 1
}

/** Throws when nobody is there. */
async function connected(process: Process, { host, port }: ShellOptions): Promise<Send> {
  const address = addressesOf(process, host)[0]
  let descriptor: number
  try {
    if (address === undefined) throw new ScriptProblem(`MongoNetworkError: getaddrinfo ENOTFOUND ${host}`)
    descriptor = process.connect(address, port)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new ScriptProblem(`MongoNetworkError: connect ${error.code} ${address}:${port}`)
  }
  const reader = new ConnectionReader(process, descriptor)
  return async (database: string, command: Document): Promise<Document> => {
    const answer = await ask(process, descriptor, reader, new Map([...command, ['$db', database]]))
    return answer ?? document({ ok: 0, errmsg: 'connection closed' })
  }
}

async function readAll(process: Process): Promise<string> {
  const chunks: Uint8Array[] = []
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) chunks.push(bytes)
  return Buffer.concat(chunks).toString()
}
