// jobs, fg, bg, wait, disown
import { Interrupted } from '../../process.ts'
import { describeSignal, Signal, signalNumber } from '../../signals.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import { type Job, jobState, lastProcess } from '../jobs.ts'
import { reportSignal, waitForeground } from '../launch.ts'
import { runPendingTraps } from '../run-text.ts'
import type { Shell } from '../shell.ts'

function line(shell: Shell, job: Job): string {
  const mark = job === shell.jobs.current ? '+' : ' '
  const status = lastProcess(job).status
  const state = jobState(job)
  const killed = state === 'Done' && status!.signal ? describeSignal(status!.signal) : undefined
  const shown = killed ?? (state === 'Done' && status!.code !== 0 ? `Done(${status!.code})` : state)
  const gap = shell.dialect.dash ? ' ' : ''
  return `[${job.number}]${gap}${mark}${gap || '  '}${shown.padEnd(26)} ${job.text}\n`
}

export const jobs: Builtin = async (shell, argv) => {
  for (const job of [...shell.jobs.all()]) {
    if (argv[1] === '-p') await shell.print(1, `${job.processes[0]!.pid}\n`)
    else await shell.print(1, line(shell, job))
    if (jobState(job) === 'Done') await forget(shell, job)
  }
  return 0
}

/** Takes a job that has ended out of the list, and its processes out of the table. */
async function forget(shell: Shell, job: Job): Promise<void> {
  shell.jobs.remove(job)
  if (job.waited) return
  for (const process of job.processes) if (process.status) await shell.process.waitFor(process)
}

/** At a prompt: tells of jobs that have ended since the last one. */
export async function tellFinishedJobs(shell: Shell): Promise<void> {
  for (const job of [...shell.jobs.all()]) {
    if (jobState(job) !== 'Done') continue
    await shell.print(2, line(shell, job))
    await forget(shell, job)
  }
}

/** As `fg`, `wait` and `kill` refuse. */
export class NoSuchJob extends ShellError {
  constructor(shell: Shell, word: string | undefined) {
    const { bash, dash } = shell.dialect
    const none = bash ? 'no job control' : dash ? 'job (null) not created under job control' : 'No current job'
    super(word === undefined ? none : dash ? `No such job: ${word}` : `${word}: no such job`, bash ? 1 : 2)
  }
}

function chosenJob(shell: Shell, word: string | undefined): Job {
  const job = word === undefined ? shell.jobs.current : shell.jobs.find(word)
  if (!job) throw new NoSuchJob(shell, word)
  return job
}

export const fg: Builtin = async (shell, argv) => {
  const job = chosenJob(shell, argv[1])
  await shell.print(1, `${job.text}\n`)
  shell.jobs.remove(job)
  shell.process.kernel.signalGroup(job.processes[0]!.group, Signal.CONT)
  const statuses = await waitForeground(shell, job.processes, job.text)
  return statuses.at(-1)?.code ?? 0
}

export const bg: Builtin = async (shell, argv) => {
  const job = chosenJob(shell, argv[1])
  await shell.print(1, `[${job.number}] ${job.text}\n`)
  shell.process.kernel.signalGroup(job.processes[0]!.group, Signal.CONT)
  return 0
}

export const disown: Builtin = (shell, argv) => {
  shell.jobs.remove(chosenJob(shell, argv[1]))
  return 0
}

/** Waits for all jobs, or for those named; a signal with a trap ends the waiting with 128 + its number. */
export const wait: Builtin = async (shell, argv) => {
  try {
    if (argv[1] === '-n') return await waitForAny(shell)
    if (argv.length > 1) return await waitForEach(shell, argv.slice(1))
    for (const job of [...shell.jobs.all()]) await waitForJob(shell, job)
    return 0
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    const name = shell.traps.pending[0]
    await runPendingTraps(shell)
    return 128 + (name === undefined ? 0 : (signalNumber(name) ?? 0))
  }
}

async function waitForEach(shell: Shell, words: readonly string[]): Promise<number> {
  let code = 0
  for (const word of words) {
    const job = shell.jobs.find(word)
    if (!job && word.startsWith('%') && !shell.dialect.bash) throw new NoSuchJob(shell, word)
    if (!job && !/^(\d+|%.*)$/.test(word)) throw new ShellError(`Illegal number: ${word}`)
    code = job ? await waitForJob(shell, job) : 127
  }
  return code
}

async function waitForJob(shell: Shell, job: Job): Promise<number> {
  for (const process of job.processes) {
    while (!process.status) await shell.process.block(process.changed.add, true)
  }
  const status = lastProcess(job).status!
  if (job.waited) return status.code
  if (shell.interactive) await forget(shell, job)
  else {
    for (const process of job.processes) await shell.process.waitFor(process)
    job.waited = true
  }
  await reportSignal(shell, status)
  return status.code
}

async function waitForAny(shell: Shell): Promise<number> {
  const all = shell.jobs.all().filter(({ waited }) => !waited)
  if (all.length === 0) return 127
  for (;;) {
    const done = all.find((job) => jobState(job) === 'Done')
    if (done) return waitForJob(shell, done)
    await shell.process.block((wake) => {
      const cancels = all.flatMap((job) => job.processes.map((process) => process.changed.add(wake)))
      return () => {
        for (const cancel of cancels) cancel()
      }
    }, true)
  }
}
