// The daemon's socket on the simulated host: containers that have it among their files may talk to the daemon.
import type { Duplex } from 'node:stream'
import type { LocalService } from '../../runtime/machine.ts'
import type { Mount } from '../../runtime/mounts.ts'
import { socketStream } from '../../runtime/network/socket-stream.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { walk } from '../directories.ts'

const PLACE = '/run/docker.sock'
const MODE = 0o660

export class DockerSocket {
  readonly #tree: WritableTree
  /** what of the paths is still to go, by the inode that a mount may begin at */
  readonly #rest = new Map<number, Set<string>>()
  readonly #serve: (stream: Duplex) => void

  /**
   * Makes /run/docker.sock, and /var/run as a link to /run, where nothing is yet.
   * @param now ms since 1970
   * @param serve answers whoever connects
   */
  constructor(files: WritableTree, now: number, serve: (stream: Duplex) => void) {
    this.#tree = files
    this.#serve = serve
    const varDirectory = walk(files, '/var', { mode: 0o755, mtime: now })!
    if (files.lookup(varDirectory, 'run') === undefined) {
      files.create(varDirectory, 'run', { kind: 'symlink', mode: 0o777, mtime: now, target: '/run' })
    }
    this.standAt(PLACE, now)
  }

  /** Makes a socket at a path of the simulated host, too: at one where the daemon really listens. */
  standAt(path: string, now: number): void {
    const parts = path.split('/').filter((part) => part !== '')
    const name = parts.pop()
    if (name === undefined) return
    const attributes = { mode: 0o755, mtime: now }
    const directory = walk(this.#tree, `/${parts.join('/')}`, attributes)!
    const ino =
      this.#tree.lookup(directory, name) ??
      this.#tree.create(directory, name, { kind: 'socket', mode: MODE, mtime: now })
    this.#note(ino, '')
    parts.push(name)
    for (let depth = 0; depth < parts.length; depth++) {
      const above = walk(this.#tree, `/${parts.slice(0, depth).join('/')}`)!
      this.#note(above, `/${parts.slice(depth).join('/')}`)
    }
  }

  #note(ino: number, rest: string): void {
    this.#rest.set(ino, (this.#rest.get(ino) ?? new Set()).add(rest))
  }

  /** Where a container has it, by its mounts. */
  servicesIn(mounts: readonly Mount[]): LocalService[] {
    return mounts.flatMap(({ at, tree, ino = tree.root }) => {
      const rests = tree === this.#tree ? this.#rest.get(ino) : undefined
      return Array.from(rests ?? [], (rest) => ({
        path: at === '/' ? rest : at + rest,
        accept: (socket) => this.#serve(socketStream(socket)),
      }))
    })
  }
}
