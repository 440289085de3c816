// The program behind the executables that users declare: what it does stands in its own file, behind the marker.
import { Buffer } from 'node:buffer'
import { parseDuration } from '../../codec/duration.ts'
import { mistake } from '../../codec/shape.ts'
import { ramInBytes } from '../../codec/size.ts'
import { Glob } from '../../runtime/applets/text-pattern/glob.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { binary } from '../../runtime/programs.ts'
import { FileError } from '../../storage/file-error.ts'
import { type Behaviour, programDeclaration } from '../declared/program-declaration.ts'
import { openPort } from './declared/port.ts'
import { DeclaredSignals } from './declared/signals.ts'
import { filled } from './declared/text.ts'
import { Timeline } from './declared/timeline.ts'

/** The content of an executable that behaves so; it survives cp, commit, save and push, as it is all in the file. */
export const declaredBinary = (declaration: Behaviour | readonly Behaviour[]): Uint8Array =>
  Buffer.concat([binary('declared'), Buffer.from(`${JSON.stringify(declaration)}\n`)])

export const declared: Program = async (process) => {
  const behaviours = readOwn(process)
  if (typeof behaviours === 'string') {
    await process.write(2, `${process.argv[0]}: ${behaviours}\n`)
    return 126
  }
  const given = byteString(process.argv.slice(1).join(' '))
  const fitting = behaviours.find(
    ({ arguments: wanted }) => wanted === undefined || new Glob(byteString(wanted)).matches(given),
  )
  if (fitting) return behave(process, fitting)
  await process.write(2, `${process.argv[0]}: nothing is declared for these arguments\n`)
  return 2
}

const byteString = (text: string): string => Buffer.from(text).toString('latin1')

/** What the process's own file says, or what is wrong with it. */
function readOwn(process: Process): readonly Behaviour[] | string {
  const content = Buffer.from(process.files.readBytes('/proc/self/exe')).toString()
  let value: unknown
  try {
    value = JSON.parse(content.slice(content.indexOf('\n', content.indexOf('mockerd:program=')) + 1))
  } catch {
    return 'the file holds no declaration'
  }
  let problem: string | undefined
  programDeclaration.check(value, [], (path, sentence) => {
    problem ??= mistake(path, sentence)
  })
  if (problem !== undefined) return problem
  return Array.isArray(value) ? value : [value as Behaviour]
}

async function behave(process: Process, behaviour: Behaviour): Promise<number> {
  if (behaviour.memory !== undefined) process.charge(ramInBytes(behaviour.memory))
  const signals = new DeclaredSignals(process, behaviour.signals ?? {})
  const began = process.now()
  const timeline = new Timeline(behaviour, began)
  for (const [index, port] of (behaviour.listen ?? []).entries()) {
    if (port.after !== undefined) timeline.add(began + (parseDuration(port.after) ?? 0), { port: index })
    else if (!(await listening(process, behaviour, index))) return 1
  }
  for (;;) {
    const ended = await signals.handle()
    if (ended !== undefined) return ended
    const due = timeline.next()
    if (due === undefined) return behaviour.exit ?? 0
    const wait = due - process.now()
    if (wait > 0) {
      await signals.sleep(wait)
      continue
    }
    const happening = timeline.take()
    if (happening.memory !== undefined) process.charge(happening.memory)
    if (happening.text !== undefined) {
      const text = typeof happening.text === 'string' ? happening.text : pick(process, happening.text)
      await process.write(happening.stream ?? 1, filled(process, text))
    }
    if (happening.port !== undefined && !(await listening(process, behaviour, happening.port))) return 1
    if (happening.end) return behaviour.exit ?? 0
  }
}

const pick = (process: Process, texts: readonly string[]): string =>
  texts[Math.floor(process.random() * texts.length)] ?? ''

/** False, and a line on stderr, when the port cannot be had. */
async function listening(process: Process, { listen }: Behaviour, index: number): Promise<boolean> {
  const declaration = listen![index]!
  const number = Number(filled(process, String(declaration.port)))
  try {
    openPort(process, number, declaration)
    return true
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(2, `listen tcp :${number}: bind: ${error.message}\n`)
    return false
  }
}
