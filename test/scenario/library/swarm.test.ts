// What clients see of the scenarios about the swarm.
import { expect } from 'vitest'
import { bodyOf, type Play } from '../play.ts'
import { jsonOf, messageOf, post, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

const everything = ['/swarm', '/nodes', '/services', '/tasks', '/secrets', '/configs', '/nodes/self', '/services/web']

/** All of the swarm is refused so, and containers are as ever. */
async function refused(it: Play, status: string, message: string, state: string): Promise<void> {
  const { Swarm } = jsonOf(await it.ask('GET /info'))
  expect(Swarm.LocalNodeState).toBe(state)
  for (const path of everything) {
    const answer = await it.ask(`GET ${path}`)
    expect(statusLine(answer), path).toBe(`HTTP/1.1 ${status}`)
    expect(messageOf(answer), path).toBe(message)
  }
  expect(statusLine(await post(it, '/services/create', { Name: 'web' }))).toBe(`HTTP/1.1 ${status}`)
  expect(bodyOf(await it.ask('GET /containers/json'))).toBe('[]\n')
}

await showGroup('swarm', {
  'not-manager': (it) =>
    refused(
      it,
      '503 Service Unavailable',
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      'inactive',
    ),

  worker: (it) =>
    refused(
      it,
      '503 Service Unavailable',
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
      'active',
    ),

  locked: (it) =>
    refused(
      it,
      '503 Service Unavailable',
      'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.',
      'locked',
    ),

  'certificates-expired': (it) =>
    refused(
      it,
      '503 Service Unavailable',
      'Swarm certificates have expired. To replace them, leave the swarm and join again.',
      'error',
    ),

  'no-leader': (it) =>
    refused(
      it,
      '500 Internal Server Error',
      "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.",
      'active',
    ),

  preparing: (it) =>
    refused(
      it,
      '503 Service Unavailable',
      'This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.',
      'active',
    ),

  'lost-leader': async (it) => {
    const first = await post(it, '/services/create', { Name: 'web' })
    expect(statusLine(first)).toBe('HTTP/1.1 500 Internal Server Error')
    expect(messageOf(first)).toBe(
      'rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status',
    )
    expect(messageOf(await post(it, '/services/create', { Name: 'web' }))).not.toContain('leader status')
  },
})
