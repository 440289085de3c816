// `--userns-remap`: the users of containers are others on the host (moby daemon/daemon_unix.go: setupDaemonRoot).
// differs: every container sees files of the host with the owners that they have there, not as those of nobody.
import type { UserRange } from '../runtime/machine.ts'
import type { Settings } from './settings.ts'

/** What root of a container is on the host, and how many users there are: a line of its /etc/subuid. */
const FIRST = 165_536
const COUNT = 65_536

/** All of them, where nothing is mapped. */
const same: UserRange = { inside: 0, outside: 0, count: 2 ** 32 - 1 }

/** The users of a container with that `UsernsMode`. */
export const usersOf = ({ usernsRemap }: Settings, mode: string): UserRange =>
  usernsRemap === '' || mode === 'host' ? same : { inside: 0, outside: FIRST, count: COUNT }

/** The directory below the data root where a daemon that maps users keeps all it has; empty for one that does not. */
export const remappedFolder = (settings: Partial<Settings>): string => (settings.usernsRemap ? `${FIRST}.${FIRST}` : '')
