// A daemon that starts containers and weighs itself before and after.
import { startDaemon } from '../src/index.ts'
import { connect } from './client.ts'
import { held } from './held.ts'

process.on('message', async ({ containers }: { containers: number }) => {
  await using daemon = await startDaemon()
  using client = connect(daemon.host.replace('unix://', ''))
  await client.call('POST', '/images/create?fromImage=alpine&tag=latest')
  const start = async (name: string): Promise<void> => {
    await client.call('POST', `/containers/create?name=${name}`, { Image: 'alpine', Cmd: ['sleep', '1000000'] })
    await client.call('POST', `/containers/${name}/start`)
  }
  // the first ones bring what all share
  for (let i = 0; i < 50; i++) await start(`first-${i}`)
  const before = held()
  for (let i = 0; i < containers; i++) await start(`bench-${i}`)
  process.send?.((held() - before) / containers)
})
