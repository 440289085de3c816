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
  /** what of the path is still to go, by the inode that a mount may begin at */
  readonly #rest: ReadonlyMap<number, string>
  readonly #serve: (stream: Duplex) => void

  /**
   * Makes /run/docker.sock, and /var/run as a link to /run, where nothing is yet.
   * @param now ms since 1970
   * @param serve answers whoever connects
   */
  constructor(files: WritableTree, now: number, serve: (stream: Duplex) => void) {
    this.#tree = files
    this.#serve = serve
    const run = walk(files, '/run', { mode: 0o755, mtime: now })!
    const varDirectory = walk(files, '/var', { mode: 0o755, mtime: now })!
    if (files.lookup(varDirectory, 'run') === undefined) {
      files.create(varDirectory, 'run', { kind: 'symlink', mode: 0o777, mtime: now, target: '/run' })
    }
    const ino =
      files.lookup(run, 'docker.sock') ?? files.create(run, 'docker.sock', { kind: 'socket', mode: MODE, mtime: now })
    this.#rest = new Map([
      [ino, ''],
      [run, '/docker.sock'],
      [files.root, PLACE],
    ])
  }

  /** Where a container has it, by its mounts. */
  servicesIn(mounts: readonly Mount[]): LocalService[] {
    return mounts.flatMap(({ at, tree, ino = tree.root }) => {
      const rest = tree === this.#tree ? this.#rest.get(ino) : undefined
      if (rest === undefined) return []
      const path = at === '/' ? rest : at + rest
      return [{ path, accept: (socket) => this.#serve(socketStream(socket)) }]
    })
  }
}
