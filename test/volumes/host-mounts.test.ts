// Binds of real directories: only with hostMounts, only to be read.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { createDaemon } from '../../src/index.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Fixtures {
  /** a real directory with `file`, `sub/deep` and a way out; `secret` lies beside it */
  readonly real: string
  /** a daemon that has it at /projects/src */
  readonly docker: TestDaemon
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  real: async ({}, use) => {
    const top = mkdtempSync(join(tmpdir(), 'mockerd-mount-'))
    const real = join(top, 'real')
    mkdirSync(join(real, 'sub'), { recursive: true })
    writeFileSync(join(real, 'file'), 'real text\n')
    writeFileSync(join(real, 'sub/deep'), 'deep\n')
    writeFileSync(join(top, 'secret'), 'secret\n')
    symlinkSync(join(top, 'secret'), join(real, 'absolute'))
    symlinkSync('../secret', join(real, 'relative'))
    symlinkSync('..', join(real, 'up'))
    await use(real)
    rmSync(top, { recursive: true })
  },
  docker: async ({ real }, use) => {
    await using daemon = await startTestDaemon({ hostMounts: [`${real}:/projects/src`] })
    await use(daemon)
  },
})

/** What a shell says in a container with these binds. */
async function say(docker: TestDaemon, binds: readonly string[], script: string): Promise<string> {
  const container = await docker.run('busybox', ['sh', '-c', `{ ${script}\n} 2>&1`], {
    HostConfig: { Binds: [...binds] },
  })
  await container.wait()
  const frames = (await container.logs({ stdout: true })) as Buffer
  await container.remove()
  let text = ''
  for (let at = 0; at < frames.length; at += 8 + frames.readUInt32BE(at + 4)) {
    text += frames.subarray(at + 8, at + 8 + frames.readUInt32BE(at + 4)).toString()
  }
  return text
}

describe('A bind of a directory that hostMounts names', () => {
  test('shows its files as they are when they are read', async ({ docker, real }) => {
    expect(await say(docker, ['/projects/src:/src'], 'cat /src/file; ls /src; cat /src/sub/*')).toBe(
      'real text\nabsolute\nfile\nrelative\nsub\nup\ndeep\n',
    )
    writeFileSync(join(real, 'file'), 'changed\n')
    expect(await say(docker, ['/projects/src/sub:/s', '/projects/src/file:/one'], 'cat /s/deep /one')).toBe(
      'deep\nchanged\n',
    )
  })

  test('leads nowhere else, by whatever symlink', async ({ docker }) => {
    const script = 'cat /src/absolute; cat /src/relative; cat /src/up/secret; ls /src/up'
    const said = await say(docker, ['/projects/src:/src'], script)
    expect(said).not.toContain('secret\n')
    expect(said.split('\n').slice(0, 3)).toEqual([
      "cat: can't open '/src/absolute': No such file or directory",
      "cat: can't open '/src/relative': No such file or directory",
      "cat: can't open '/src/up/secret': No such file or directory",
    ])
    // the symlink is read on the simulated host, where its target is not
    await expect(
      docker.create('busybox', ['true'], {
        HostConfig: { Mounts: [{ Type: 'bind', Source: '/projects/src/relative', Target: '/x' }] },
      }),
    ).rejects.toMatchObject({ statusCode: 400 })
  })

  test('cannot be written to, by nobody', async ({ docker, real }) => {
    const script =
      'echo x > /src/new; echo x >> /src/file; rm /src/file; mkdir /src/sub/d; chmod 777 /src/file; ln /src/file /src/f2'
    const said = await say(docker, ['/projects/src:/src'], script)
    expect(said.trim().split('\n')).toHaveLength(6)
    for (const line of said.trim().split('\n')) expect(line).toMatch(/Read-only file system$/i)
    const container = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['/projects/src:/src'] } })
    await expect(container.putArchive(Buffer.alloc(1024), { path: '/src' })).rejects.toMatchObject({ statusCode: 400 })
    expect(readdirSync(real).sort()).toEqual(['absolute', 'file', 'relative', 'sub', 'up'])
    expect(readFileSync(join(real, 'file'), 'utf8')).toBe('real text\n')
  })

  test('is copied out of by docker cp', async ({ docker }) => {
    const container = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['/projects/src:/src'] } })
    const chunks: Buffer[] = []
    for await (const chunk of await container.getArchive({ path: '/src/sub' })) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toContain('deep\n')
  })

  test('has no place for what is missing: that is made on the simulated host', async ({ docker, real }) => {
    const script = 'echo x > /x/y; ls /src; ls /x'
    expect(await say(docker, ['/projects/src:/src', '/projects/src/new/er:/x'], script)).toBe(
      'absolute\nfile\nrelative\nsub\nup\ny\n',
    )
    expect(await say(docker, ['/projects/src/new:/again'], 'ls /again/er')).toBe('y\n')
    expect(readdirSync(real)).not.toContain('new')
    await expect(
      docker.create('busybox', ['true'], { HostConfig: { Binds: ['/projects/src/file/x:/x'] } }),
    ).rejects.toMatchObject({
      statusCode: 500,
      json: {
        message:
          "error while creating mount source path '/projects/src/file/x': mkdir /projects/src/file/x: not a directory",
      },
    })
  })

  test('comes along with a directory above it, unless it is told not to', async ({ docker }) => {
    expect(await say(docker, ['/projects:/w'], 'cat /w/src/file; echo x > /w/beside; cat /w/beside')).toBe(
      'real text\nx\n',
    )
    const alone = await docker.run('busybox', ['cat', '/w/src/file'], {
      HostConfig: {
        Mounts: [{ Type: 'bind', Source: '/projects', Target: '/w', BindOptions: { NonRecursive: true } as object }],
      } as object,
    })
    expect(await alone.wait()).toEqual({ StatusCode: 1 })
  })
})

describe('Without hostMounts', () => {
  test('a bind of a real path shows a directory of the simulated host', async ({ real }) => {
    await using docker = await startTestDaemon()
    expect(await say(docker, [`${real}:/src`, '/etc:/e'], 'ls -A /src /e; echo x > /src/y; ls /src')).toBe(
      '/e:\n\n/src:\ny\n',
    )
    expect(readdirSync(real)).not.toContain('y')
  })
})

describe('hostMounts', () => {
  test('that is not there, is no directory or is given twice is refused at once', ({ real }) => {
    expect(() => createDaemon({ hostMounts: [join(real, 'nosuch')] })).toThrow(
      /^host mount .*nosuch: realpath .*nosuch: no such file or directory$/,
    )
    expect(() => createDaemon({ hostMounts: [`${real}/file:/x`] })).toThrow(/Not a directory$/)
    expect(() => createDaemon({ hostMounts: [`${real}:/x`, `${real}/sub:/x/`] })).toThrow('two host mounts at /x')
  })

  test('lies at its own path if none is told', async ({ real }) => {
    await using docker = await startTestDaemon({ hostMounts: [real] })
    expect(await say(docker, [`${real}:/src:ro`], 'cat /src/file')).toBe('real text\n')
  })
})
