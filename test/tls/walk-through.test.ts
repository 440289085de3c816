// "Protect the Docker daemon socket" with openssl, as Docker's documentation walks through it, and with `mockerd certs`.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { RunningCli, withoutDockerCli } from '../docker-cli.ts'
import { installedCommand } from '../doors/installed-command.ts'
import { curlPing, dockerOver, dockerVersion, withoutCurl, withoutOpenssl } from './clients.ts'

const command = installedCommand()

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mockerd-walk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const mockerd = (...args: readonly string[]): RunningCli => command(args, { HOME: folder, TMPDIR: tmpdir() })

async function openssl(...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await new RunningCli(spawn('openssl', args, { cwd: folder })).finished
  if (exitCode !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
}

/** Starts the command with the files of the folder and gives its address. */
async function serve(): Promise<string> {
  const files = ['--tlscacert', 'ca.pem', '--tlscert', 'server-cert.pem', '--tlskey', 'server-key.pem']
  const paths = files.map((file) => (file.startsWith('--') ? file : join(folder, file)))
  const running = await mockerd('-H', 'tcp://127.0.0.1:0', '--tlsverify', ...paths).shows(/DOCKER_HOST=tcp:/)
  return /DOCKER_HOST=(\S+)/.exec(running.stdout)![1]!
}

/** All that the walk-through tries. */
async function tryOut(host: string): Promise<void> {
  if (!withoutCurl) {
    expect(await curlPing(host, folder, true)).toBe(0)
    expect(await curlPing(host, folder, false)).toBe(56)
  }
  if (withoutDockerCli) return
  expect(await dockerVersion(host, folder)).toBe('28.5.2')
  const docker = dockerOver(host, folder)
  onTestFinished(() => docker.close())
  expect(await docker.out('run', '--rm', 'alpine', 'echo', 'over TLS')).toBe('over TLS\n')
  // flags in the place of the environment
  const [cert, key, ca] = ['cert.pem', 'key.pem', 'ca.pem'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ]
  const flags = ['--tlsverify', '--tlscacert', ca, '--tlscert', cert, '--tlskey', key, '-H', host]
  expect(await docker.out(...flags, 'version', '--format', '{{.Server.Version}}')).toBe('28.5.2\n')
}

describe.skipIf(withoutOpenssl)(`openssl ${withoutOpenssl ?? ''}`, () => {
  test('makes files that mockerd, docker and curl take unchanged', { timeout: 60_000 }, async () => {
    const file = (name: string, text: string): void => writeFileSync(join(folder, name), text)
    const bits = '2048'
    await openssl('genrsa', '-aes256', '-passout', 'pass:secret', '-out', 'ca-key.pem', bits)
    await openssl(
      ...['req', '-new', '-x509', '-days', '365', '-key', 'ca-key.pem', '-passin', 'pass:secret', '-sha256'],
      ...['-subj', '/CN=the.ca', '-out', 'ca.pem'],
    )
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-passin', 'pass:secret', '-CAcreateserial']
    await openssl('genrsa', '-out', 'server-key.pem', bits)
    await openssl('req', '-subj', '/CN=docker.test', '-sha256', '-new', '-key', 'server-key.pem', '-out', 'server.csr')
    file('extfile.cnf', 'subjectAltName = DNS:docker.test,IP:10.10.10.20,IP:127.0.0.1\nextendedKeyUsage = serverAuth\n')
    await openssl(
      ...['x509', '-req', '-days', '365', '-sha256', '-in', 'server.csr', ...signed],
      ...['-out', 'server-cert.pem', '-extfile', 'extfile.cnf'],
    )
    await openssl('genrsa', '-out', 'key.pem', bits)
    await openssl('req', '-subj', '/CN=client', '-new', '-key', 'key.pem', '-out', 'client.csr')
    file('extfile-client.cnf', 'extendedKeyUsage = clientAuth\n')
    await openssl(
      ...['x509', '-req', '-days', '365', '-sha256', '-in', 'client.csr', ...signed],
      ...['-out', 'cert.pem', '-extfile', 'extfile-client.cnf'],
    )
    await tryOut(await serve())
    // a certificate without any usage may be used for all, as with Go
    file('nothing.cnf', 'keyUsage = digitalSignature\n')
    await openssl(
      ...['x509', '-req', '-days', '365', '-sha256', '-in', 'client.csr', ...signed],
      ...['-out', 'cert.pem', '-extfile', 'nothing.cnf'],
    )
    await tryOut(await serve())
  })

  test('says that what mockerd certs has made is strictly right', async () => {
    expect(await mockerd('certs', folder).finished).toMatchObject({ exitCode: 0 })
    await openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.pem', 'server-cert.pem')
    await openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', 'ca.pem', 'cert.pem')
  })
})

describe('mockerd certs', () => {
  const names = ['ca-key.pem', 'ca.pem', 'cert.pem', 'key.pem', 'server-cert.pem', 'server-key.pem']

  test('makes files that mockerd, docker and curl take', async () => {
    const made = await mockerd('certs', folder, '--host', 'docker.test', '--host', '10.1.2.3').finished
    expect(made).toMatchObject({ stderr: '', exitCode: 0 })
    expect(made.stdout).toContain(`--tlscacert ${folder}/ca.pem`)
    expect(made.stdout).toContain(`DOCKER_CERT_PATH=${folder}`)
    const modes = names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)])
    expect(Object.fromEntries(modes)).toEqual({
      'ca-key.pem': '400',
      'ca.pem': '444',
      'cert.pem': '444',
      'key.pem': '400',
      'server-cert.pem': '444',
      'server-key.pem': '400',
    })
    await tryOut(await serve())
  })

  test('replaces nothing unless it is told to', async () => {
    writeFileSync(join(folder, 'key.pem'), 'precious')
    expect(await mockerd('certs', folder).finished).toMatchObject({
      stdout: '',
      stderr: `mockerd: ${folder}/key.pem is there already: --force replaces all of ca.pem, ca-key.pem, server-cert.pem, server-key.pem, cert.pem, key.pem\n`,
      exitCode: 1,
    })
    expect(existsSync(join(folder, 'ca.pem'))).toBe(false)
    expect(await mockerd('certs', '--force', folder).finished).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(folder, 'key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  })

  test.each([
    [[], "one DIR is needed\nSee 'mockerd certs --help'."],
    [['.', '--days', '0'], 'invalid value "0" for flag --days: must be like 365'],
    [['.', '--host', 'a b'], '"a b" is neither the name of a host nor an address'],
  ])('%j is refused', async (args, sentence) => {
    expect(await mockerd('certs', ...args).finished).toMatchObject({ stderr: `mockerd: ${sentence}\n`, exitCode: 1 })
  })
})
