// What runs in the background, or was stopped there.
import type { KernelProcess } from '../kernel-process.ts'

export interface Job {
  readonly number: number
  /** the processes of its pipeline; the last one decides how it ended */
  readonly processes: readonly KernelProcess[]
  readonly text: string
  /** Whether somebody has been told that it ended or stopped. */
  told: boolean
  /** Whether it was waited for: its processes are out of the table. */
  waited?: true
}

export class Jobs {
  private list: Job[] = []

  add(processes: readonly KernelProcess[], text: string): Job {
    const number = (this.list.at(-1)?.number ?? 0) + 1
    const job: Job = { number, processes, text, told: false }
    this.list.push(job)
    return job
  }

  all(): readonly Job[] {
    return this.list
  }

  /** Forgets what was waited for, as ash does when it needs a place for the next. */
  dropWaited(): void {
    this.list = this.list.filter(({ waited }) => !waited)
  }

  remove(job: Job): void {
    this.list = this.list.filter((other) => other !== job)
  }

  get current(): Job | undefined {
    return this.list.findLast((job) => jobState(job) === 'Stopped') ?? this.list.at(-1)
  }

  /** By `%1`, `%%`, `%+`, `%-`, `%name` or the pid of a process. */
  find(word: string): Job | undefined {
    if (/^\d+$/.test(word)) return this.list.find((job) => job.processes.some(({ pid }) => pid === Number(word)))
    if (!word.startsWith('%')) return undefined
    const name = word.slice(1)
    if (name === '' || name === '%' || name === '+') return this.current
    if (name === '-') return this.list.at(-2)
    if (/^\d+$/.test(name)) return this.list.find(({ number }) => number === Number(name))
    return this.list.find(({ text }) => (name.startsWith('?') ? text.includes(name.slice(1)) : text.startsWith(name)))
  }
}

export function lastProcess(job: Job): KernelProcess {
  return job.processes[job.processes.length - 1]!
}

export function jobState(job: Job): 'Running' | 'Stopped' | 'Done' {
  if (job.processes.every((process) => process.status)) return 'Done'
  return job.processes.some((process) => process.stopped && !process.status) ? 'Stopped' : 'Running'
}
