// kill, killall and pkill: send signals.
import type { Process, Program } from '../process.ts'
import { signalName, signalNames, signalNumber } from '../signals.ts'
import { patternOf } from './line-matcher.ts'
import { showUsage } from './options.ts'
import { commandName } from './process-name.ts'
import { appletName, Complaint, complain, reason } from './report.ts'

async function list(process: Process, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    const lines = signalNames.map((name, number) => (number === 0 ? '' : `${String(number).padStart(2)}) ${name}\n`))
    await process.write(1, lines.join(''))
  }
  for (const word of words) {
    const number = signalNumber(word)
    if (number === undefined) throw new Complaint(`bad signal name '${word}'`)
    const numeric = /^\d+$/.test(word)
    await process.write(1, `${numeric ? signalName(number & 127) : number}\n`)
  }
  return 0
}

/** Takes the signal off the front: `-9`, `-TERM`, `-s TERM`. */
function takeSignal(words: string[]): number {
  const first = words[0] ?? ''
  if (!/^-./.test(first) || first === '--') return 15
  words.shift()
  const name = first === '-s' || first === '-n' ? (words.shift() ?? '') : first.slice(1)
  const number = signalNumber(name)
  if (number === undefined) throw new Complaint(`bad signal name '${name}'`)
  return number
}

async function killByName(process: Process, names: readonly string[], signal: number, quiet: boolean): Promise<number> {
  let code = 0
  for (const name of names) {
    const found = process.processes().filter((each) => each.pid !== process.pid && commandName(each) === name)
    if (found.length === 0) {
      if (!quiet) await complain(process, `${name}: no process killed`)
      code = 1
    }
    for (const { pid } of found) {
      try {
        process.kill(pid, signal)
      } catch (error) {
        await complain(process, `can't kill pid ${pid}: ${reason(error)}`)
        code = 1
      }
    }
  }
  return code
}

/** pkill: every process whose name matches a pattern. */
function killByPattern(process: Process, words: readonly string[], signal: number): number {
  const whole = words.includes('-f')
  const exact = words.includes('-x')
  const source = words.find((word) => !word.startsWith('-'))
  if (source === undefined) throw new Complaint('no pattern')
  const pattern = patternOf(exact ? `^(${source})$` : source, { extended: true })
  let code = 1
  for (const each of process.processes()) {
    if (each.pid === process.pid || !pattern.test(whole ? each.argv.join(' ') : commandName(each))) continue
    process.kill(each.pid, signal)
    code = 0
  }
  return code
}

const kill: Program = async (process) => {
  const name = appletName(process)
  const words = process.argv.slice(1)
  if (words[0] === '-l') return list(process, words.slice(1))
  if (name === 'pkill') {
    const option = words.findIndex(
      (word) => /^-([A-Z]+\d*|\d+|s)$/.test(word) && signalNumber(word.slice(1)) !== undefined,
    )
    const signal = option < 0 ? 15 : signalNumber(words.splice(option, 1)[0]!.slice(1))!
    return killByPattern(process, words, signal)
  }
  const quiet = name === 'killall' && words[0] === '-q'
  if (quiet) words.shift()
  const signal = takeSignal(words)
  if (words[0] === '--') words.shift()
  if (words.length === 0)
    return showUsage(process, { usage: name === 'kill' ? '[-l] [-SIG] PID...' : '[-lq] [-SIG] NAME...' })
  if (name === 'killall') return killByName(process, words, signal, quiet)
  let code = 0
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) {
      await complain(process, `bad pid '${word}'`)
      code = 1
      continue
    }
    try {
      process.kill(Number(word), signal)
    } catch (error) {
      await complain(process, `can't kill pid ${word}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default kill
