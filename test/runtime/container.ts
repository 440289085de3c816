// A container to try things in: a busybox root over memory, and everything that is printed.
import { applets } from '../../src/runtime/applets.ts'
import { createMachine } from '../../src/runtime/create-machine.ts'
import type { ExitStatus, Machine, MachineLimits, Task, TaskSpec } from '../../src/runtime/machine.ts'
import { binary, type ProgramTable } from '../../src/runtime/programs.ts'
import { shellPrograms } from '../../src/runtime/shell/programs.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import type { WritableTree } from '../../src/storage/tree.ts'
import type { Clock } from '../../src/world/clock.ts'
import { seededRandom } from '../../src/world/random.ts'
import { realClock } from '../../src/world/real-clock.ts'

export const programs: ProgramTable = new Map([...applets, ...shellPrograms])

const passwd =
  'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n'
const group = 'root:x:0:\ndaemon:x:1:\nwheel:x:10:root\nnobody:x:65534:\n'

export function busyboxRoot(): WritableTree {
  const tree = memoryTree()
  const mtime = 0
  const directory = (parent: number, name: string, mode: number = 0o755): number =>
    tree.create(parent, name, { kind: 'directory', mode, mtime })
  const bin = directory(tree.root, 'bin')
  const etc = directory(tree.root, 'etc')
  directory(tree.root, 'tmp', 0o1777)
  directory(tree.root, 'root', 0o700)
  directory(tree.root, 'var')
  directory(tree.root, 'home')
  directory(directory(tree.root, 'usr'), 'bin')
  tree.create(bin, 'busybox', { kind: 'file', mode: 0o755, mtime, content: binary('busybox') })
  for (const name of programs.keys())
    tree.create(bin, name, { kind: 'symlink', mode: 0o777, mtime, target: '/bin/busybox' })
  tree.create(etc, 'passwd', { kind: 'file', mode: 0o644, mtime, content: Buffer.from(passwd) })
  tree.create(etc, 'group', { kind: 'file', mode: 0o644, mtime, content: Buffer.from(group) })
  return tree
}

export interface RunOptions {
  readonly env?: readonly string[]
  readonly cwd?: string
  readonly user?: string
  readonly tty?: boolean
  /** Written at once, then the end. Left out: no standard input. */
  readonly input?: string
  /** Standard input stays open. */
  readonly interactive?: boolean
  readonly output?: TaskSpec['output']
}

/** A process in the container, with what it has printed so far. */
export class Run {
  stdout = ''
  stderr = ''
  private readonly waiting: (() => void)[] = []
  readonly task: Task

  constructor(machine: Machine, argv: readonly string[], options: RunOptions) {
    const collect: TaskSpec['output'] = (stream, bytes) => {
      const text = Buffer.from(bytes).toString()
      if (stream === 1) this.stdout += text
      else this.stderr += text
      for (const look of this.waiting) look()
      return undefined
    }
    this.task = machine.start({
      argv,
      env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'HOSTNAME=box',
        ...(options.env ?? []),
      ],
      cwd: options.cwd ?? '/',
      user: options.user ?? '',
      tty: options.tty ?? false,
      stdin: options.input !== undefined || (options.interactive ?? false) || (options.tty ?? false),
      output: options.output ?? collect,
    })
    if (options.input !== undefined) {
      void this.task.write(Buffer.from(options.input))
      this.task.end()
    }
  }

  /** Types into standard input. */
  type(text: string): void {
    void this.task.write(Buffer.from(text))
  }

  /** Resolves when standard output holds a text (or a pattern matches it). */
  async prints(wanted: string | RegExp): Promise<void> {
    const there = (): boolean => (typeof wanted === 'string' ? this.stdout.includes(wanted) : wanted.test(this.stdout))
    if (there()) return
    await new Promise<void>((resolve) => {
      this.waiting.push(() => there() && resolve())
    })
  }

  get exited(): Promise<ExitStatus> {
    return this.task.exited
  }
}

export interface Finished {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

export class Container {
  readonly machine: Machine
  readonly root: WritableTree
  constructor(
    options: { clock?: Clock; limits?: Partial<MachineLimits>; programs?: ProgramTable; root?: WritableTree } = {},
  ) {
    this.root = options.root ?? busyboxRoot()
    this.machine = createMachine(
      {
        hostname: 'box',
        mounts: [{ at: '/', tree: this.root, type: 'overlay' }],
        ...(options.limits ? { limits: options.limits } : {}),
      },
      {
        clock: options.clock ?? realClock(),
        random: seededRandom('container'),
        programs: options.programs ?? programs,
      },
    )
  }

  start(argv: readonly string[], options: RunOptions = {}): Run {
    return new Run(this.machine, argv, options)
  }

  async run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const run = this.start(argv, options)
    const { code } = await run.exited
    return { stdout: run.stdout, stderr: run.stderr, code }
  }

  sh(script: string, options: RunOptions = {}): Promise<Finished> {
    return this.run(['sh', '-c', script], options)
  }
}

/** What `docker run --rm busybox …` gives. */
export function dockerRun(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Container().run(argv, options)
}

export function dockerRunSh(script: string, options: RunOptions = {}): Promise<Finished> {
  return dockerRun(['sh', '-c', script], options)
}
