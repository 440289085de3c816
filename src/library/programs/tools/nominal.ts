// A command that a package has brought and that nothing simulates: it is there, says so, and does nothing.
import type { Process, Program } from '../../../runtime/process.ts'
import { versionOf } from './catalogue.ts'

const nameOf = (process: Process): string => (process.argv[0] ?? '').replace(/^.*\//, '')

/** differs: tools that packages bring are there in name; they tell a version and refuse everything else. */
export const nominal: Program = async (process) => {
  const name = nameOf(process)
  if (/^(-v|-V|--?version|version)$/.test(process.argv[1] ?? '')) {
    await process.write(1, `${name} ${versionOf(name, '').split('-')[0]}\n`)
    return 0
  }
  await process.write(2, `${name}: mockerd has this command in name only, it does nothing\n`)
  return 1
}

/** The same where everything is to succeed. */
export const lenient: Program = async (process) => {
  await process.write(2, `${nameOf(process)}: mockerd takes this command for done\n`)
  return 0
}

/** What tools are where their effects are off. */
export const switchedOff: Program = async (process) => {
  await process.write(2, `${nameOf(process)}: mockerd does not simulate this command (--unknown-commands strict)\n`)
  return 127
}

/** Commands that have nothing to do here, and are done. */
export const done: Program = () => 0
