// What keeps an engine from answering for a swarm, and how it says so.
import { broken, Refusal } from '../../world/refusal.ts'

/**
 * `none`: in no swarm. `worker`: in one, but no manager. `preparing`: a manager that is not ready. `locked`, `expired`:
 * the key or the certificates. `no-leader`: too few managers are there.
 */
export type SwarmTrouble = 'none' | 'worker' | 'preparing' | 'locked' | 'expired' | 'no-leader'

export interface SwarmState {
  trouble: SwarmTrouble
}

const notManager = 'This node is not a swarm manager.'

/** moby daemon/cluster/errors.go, cluster.go (errNoManager) */
const words: Readonly<Record<Exclude<SwarmTrouble, 'no-leader'>, string>> = {
  none: `${notManager} Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.`,
  worker: `${notManager} Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.`,
  preparing: `${notManager} Manager is being prepared or has trouble connecting to the cluster.`,
  locked:
    'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.',
  expired: 'Swarm certificates have expired. To replace them, leave the swarm and join again.',
}

/** swarmkit manager: lostQuorumMessage, as gRPC hands it on */
const noLeader =
  "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online."

/** What is said to whoever asks for anything of a swarm. */
export const swarmRefusal = ({ trouble }: SwarmState): Refusal =>
  trouble === 'no-leader' ? broken(noLeader) : new Refusal('unavailable', words[trouble])

/** `LocalNodeState` and `ControlAvailable` of /info. */
export function swarmStatus({ trouble }: SwarmState): readonly [state: string, control: boolean] {
  switch (trouble) {
    case 'none':
      return ['inactive', false]
    case 'locked':
      return ['locked', false]
    case 'expired':
      return ['error', false]
    case 'worker':
      return ['active', false]
    default:
      return ['active', true]
  }
}
