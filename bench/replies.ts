// What is asked most often, of the whole daemon: ping, inspect, lists.
import { connect } from './client.ts'
import { startBenchDaemon } from './daemon.ts'
import { httpRounds } from './http-rounds.ts'
import type { Row, Subject } from './row.ts'

const subject: Subject = async () => {
  await using daemon = await startBenchDaemon()
  using client = connect(daemon.socket)
  await client.call('POST', '/v1.51/images/create?fromImage=alpine&tag=latest')
  const rows: Row[] = []
  let bareServers = 0
  const measure = async (name: string, url: string, aim: number): Promise<void> => {
    const bare = `${daemon.bareSocket}${bareServers++}`
    rows.push(...(await httpRounds({ ours: daemon.socket, bare, cases: [{ name, url, aim }] })))
  }

  let containers = 0
  const fill = async (wanted: number): Promise<void> => {
    while (containers < wanted) {
      const name = `bench-${containers++}`
      await client.call('POST', `/v1.51/containers/create?name=${name}`, {
        Image: 'alpine',
        Cmd: ['sleep', '1000000'],
        Labels: { 'com.example.stage': 'test' },
      })
      await client.call('POST', `/v1.51/containers/${name}/start`)
    }
  }

  await measure('ping', '/_ping', 0.8)
  await measure('list of 0 containers', '/v1.51/containers/json?all=1', 0.8)
  await fill(100)
  await measure('inspect of a container', '/v1.51/containers/bench-7/json', 0.8)
  await measure('list of 100 containers', '/v1.51/containers/json?all=1', 0.8)
  await fill(1000)
  await measure('list of 1,000 containers', '/v1.51/containers/json?all=1', 1)
  return rows
}
export default subject
