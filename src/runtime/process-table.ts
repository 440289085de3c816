// Processes as others see them: in ps, in docker top, and as targets of kill(2).
import type { KernelProcess } from './kernel-process.ts'
import type { ProcessEntry } from './machine.ts'
import type { ProcessInfo } from './process.ts'

/** The processes that kill(2) means by a number. */
export function targetsOf(sender: KernelProcess, pid: number): KernelProcess[] {
  const all = [...sender.kernel.processes.values()]
  if (pid > 0) {
    const one = sender.kernel.processes.get(pid)
    return one ? [one] : []
  }
  if (pid === -1) return all.filter((one) => one !== sender && one !== sender.kernel.init)
  const group = pid === 0 ? sender.group : -pid
  return all.filter((one) => one.group === group)
}

/** R for the one who looks, as whoever asks is the one that runs. */
export function stateOf(process: KernelProcess): string {
  if (process.status) return 'Z'
  if (process.stopped) return 'T'
  return process.kernel.current === process ? 'R' : 'S'
}

export function processInfo(process: KernelProcess): ProcessInfo {
  const { pid, parent, group, session, user, argv, started, cpu, cwd } = process
  return {
    pid,
    parent,
    group,
    session,
    user,
    argv,
    state: stateOf(process),
    started,
    cpu,
    tty: process.terminal?.name,
    cwd,
  }
}

export function processEntry(process: KernelProcess): ProcessEntry {
  const { pid, parent, user, started, cpu, argv, group, session, executable, command } = process
  return {
    pid,
    parent,
    uid: user.uid,
    gid: user.gid,
    started,
    cpu,
    tty: process.terminal?.name,
    // who looks from the host is none of them
    state: process.stopped ? 'T' : 'S',
    group,
    session,
    executable,
    command,
    argv,
  }
}
