// Who plugins are told that a client is.
import { expect, test } from 'vitest'
import { startTestDaemon } from '../test-daemon.ts'
import { nodePing } from '../tls/clients.ts'
import { ownPlugin } from './own-plugin.ts'

test('a client with a certificate has the name of its subject, and shows it', async () => {
  await using plugin = await ownPlugin()
  const settings = { authorizationPlugins: [plugin.name] }
  await using daemon = await startTestDaemon({ tls: true, pluginDirectory: plugin.directory, settings })
  const files = daemon.certificates!
  const own = { ca: files['ca.pem'], cert: files['cert.pem'], key: files['key.pem'] }
  expect(await nodePing(daemon.host, own)).toBe('OK')
  const [, reply] = plugin.questions
  for (const question of plugin.questions) {
    expect(question).toMatchObject({ User: 'client', UserAuthNMethod: 'TLS' })
    expect(question.RequestPeerCertificates?.[0]?.trim()).toBe(own.cert.trim())
  }
  expect(reply).toMatchObject({ about: 'Res', RequestUri: '/_ping' })
})

test('a client without one has no name', async () => {
  await using plugin = await ownPlugin()
  const settings = { authorizationPlugins: [plugin.name] }
  await using daemon = await startTestDaemon({ pluginDirectory: plugin.directory, settings })
  await daemon.dockerode.ping()
  expect(Object.keys(plugin.questions[0]!)).not.toContain('User')
  expect(Object.keys(plugin.questions[0]!)).not.toContain('UserAuthNMethod')
})
