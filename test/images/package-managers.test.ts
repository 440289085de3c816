// Package managers and build tools: what they print, refuse and leave behind.
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/daemon/options.ts'
import type { ProgramOptions } from '../../src/daemon/own-programs.ts'
import { programsWith } from '../../src/daemon/own-programs.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { Container, type Finished } from '../runtime/container.ts'
import { imageEngine } from './image-engine.ts'

/** `docker run` of an image with a shell, over and over in one container. */
async function containerOf(name: string, options: ProgramOptions = {}) {
  const { pull, images, state } = imageEngine()
  await pull(name)
  const { config, chainId } = images.find(name)
  const root = state.driver.prepare('container', chainId!)
  const container = new Container({ root, programs: programsWith(options), clock: manualClock() })
  const env = [...(config.config!.Env ?? [])]
  return (script: string, user?: string): Promise<Finished> => container.sh(script, { env, ...(user && { user }) })
}

describe('apk', () => {
  test('installs commands and packages that they need, and takes them away again', async () => {
    const sh = await containerOf('alpine')
    const { stdout, code } = await sh('apk add --no-cache curl && curl --version && apk info -e curl libcurl')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^fetch https:\/\/dl-cdn\.alpinelinux\.org\/alpine\/v3\.22\/main\/x86_64\/APKINDEX\.tar\.gz\n/,
    )
    expect(stdout).toMatch(
      /\(10\/10\) Installing curl \([\d.]+-r\d\)\nExecuting busybox-[\d.]+-r18\.trigger\nOK: \d+ MiB in 2\d packages\n/,
    )
    expect(stdout).toMatch(/curl 8.*\ncurl\nlibcurl\n$/s)
    expect(await sh('apk del curl && apk info -e libcurl || ! which curl')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Purging libcurl'),
    })
  })

  test('knows no package before it has an index, and none that does not exist', async () => {
    const sh = await containerOf('alpine')
    const unable = 'ERROR: unable to select packages:\n'
    expect(await sh('apk add jq')).toMatchObject({
      code: 1,
      stdout: '  jq (no such package):\n    required by: world[jq]\n',
      stderr: expect.stringContaining(unable),
    })
    expect(await sh('apk add -q --no-cache nosuchpkg')).toEqual({
      code: 1,
      stdout: '  nosuchpkg (no such package):\n    required by: world[nosuchpkg]\n',
      stderr: unable,
    })
    expect(await sh('apk update && apk add jq && jq --version')).toMatchObject({ code: 0 })
  })

  test('removes the packages of a virtual one together', async () => {
    const sh = await containerOf('alpine')
    expect((await sh('apk add --no-cache --virtual .build gcc make && apk del .build')).stdout).toMatch(
      /\(1\/3\) Purging \.build .*\n\(2\/3\) Purging gcc .*\n\(3\/3\) Purging make /,
    )
    expect(await sh('which gcc make')).toMatchObject({ code: 1, stdout: '' })
  })

  test('is for root only', async () => {
    const sh = await containerOf('alpine')
    expect(await sh('apk add --no-cache jq', 'nobody')).toMatchObject({
      code: 99,
      stderr:
        'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
    })
  })
})

describe('apt-get', () => {
  test('installs what dpkg then lists, and removes it', async () => {
    const sh = await containerOf('debian')
    const { stdout, code } = await sh('apt-get update && apt-get install -y --no-install-recommends curl')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /The following NEW packages will be installed:\n {2}curl libcurl4\n0 upgraded, 2 newly installed/,
    )
    expect(stdout).toMatch(/Unpacking curl \((.*)\) \.\.\.\n(.*\n)*Setting up curl \(\1\) \.\.\.\n/)
    expect((await sh('dpkg -l curl')).stdout).toMatch(/^\|\|\/ Name .*\n\+\+\+-.*\nii {2}curl {11}\S+ +amd64 +curl\n$/m)
    expect((await sh('dpkg -L curl; command -v curl')).stdout).toBe('/.\n/usr/bin/curl\n/usr/bin/curl\n')
    expect((await sh('apt-get install -y curl')).stdout).toContain('curl is already the newest version')
    expect(await sh('apt-get remove -y curl; dpkg -s curl')).toMatchObject({
      code: 1,
      stderr: "dpkg-query: package 'curl' is not installed and no information is available\n",
    })
  })

  test('finds nothing without lists, and nothing that does not exist', async () => {
    const sh = await containerOf('ubuntu')
    expect(await sh('apt-get install -y jq')).toMatchObject({ code: 100, stderr: 'E: Unable to locate package jq\n' })
    expect(await sh('apt-get update -qq; apt-get install -y nosuchpkg')).toMatchObject({
      code: 100,
      stderr: 'E: Unable to locate package nosuchpkg\n',
    })
    expect(await sh('rm -rf /var/lib/apt/lists/*; apt-get install -y jq')).toMatchObject({ code: 100 })
  })

  test('asks before it installs, and installs for root only', async () => {
    const sh = await containerOf('debian')
    await sh('apt-get update')
    expect(await sh('apt-get install jq')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/\[Y\/n\] Abort\.\n$/),
    })
    expect(await sh('apt-get install -y jq', 'nobody')).toMatchObject({
      code: 100,
      stderr: expect.stringContaining('are you root?'),
    })
  })
})

describe('npm', () => {
  const manifest = JSON.stringify({
    name: 'shop',
    version: '1.0.0',
    scripts: { build: 'tsc -p .', start: 'node server.js' },
    dependencies: { express: '^4.18.2' },
    devDependencies: { typescript: '5.4.5' },
  })

  test('makes node_modules from package.json and runs its scripts', async () => {
    const sh = await containerOf('node:22-alpine')
    const { stdout } = await sh(
      `mkdir /app; cd /app; echo '${manifest}' > package.json; npm install; npm run build; ls`,
    )
    expect(stdout).toBe(
      '\nadded 2 packages, and audited 3 packages in 1s\n\nfound 0 vulnerabilities\n' +
        '\n> shop@1.0.0 build\n> tsc -p .\n\ndist\nnode_modules\npackage.json\n',
    )
    expect((await sh('cat /app/node_modules/express/package.json')).stdout).toContain('"version": "4.18.2"')
    expect((await sh('cd /app; rm -r node_modules; npm install --omit=dev; ls node_modules')).stdout).toMatch(
      /\nexpress\n$/,
    )
  })

  test('takes the versions of a lock, and npm ci needs one', async () => {
    const sh = await containerOf('node')
    const lock = JSON.stringify({ packages: { '': {}, 'node_modules/ms': { version: '2.1.3' } } })
    expect(await sh(`mkdir /app; cd /app; echo '${manifest}' > package.json; npm ci`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm error code EUSAGE'),
    })
    expect(
      (await sh(`cd /app; echo '${lock}' > package-lock.json; npm ci; grep version node_modules/ms/package.json`))
        .stdout,
    ).toContain('2.1.3')
  })

  test('installs tarballs and directories', async () => {
    const sh = await containerOf('node')
    await sh(
      `mkdir /own && echo '{"name": "@me/own", "version": "2.0.0"}' > /own/package.json; touch /tmp/tool-1.2.3.tgz`,
    )
    expect(
      await sh(
        'npm install -g /tmp/tool-1.2.3.tgz && which tool && grep version /usr/local/lib/node_modules/tool/package.json',
      ),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n\/usr\/local\/bin\/tool\n.*1\.2\.3/),
    })
    expect((await sh('cd /tmp && npm install ../own && cat package.json')).stdout).toContain('"@me/own": "^2.0.0"')
    expect(await sh('cd /tmp && npm install ./other.tgz')).toMatchObject({
      code: 254,
      stderr: expect.stringContaining("enoent ENOENT: no such file or directory, open '/tmp/other.tgz'"),
    })
  })

  test('refuses packages and scripts that are not there', async () => {
    const sh = await containerOf('node')
    expect(await sh('npm install nosuchpkg')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("404  'nosuchpkg@*' is not in this registry."),
    })
    expect(await sh('npm install')).toMatchObject({
      code: 254,
      stderr: expect.stringContaining("open '/package.json'"),
    })
    expect(await sh('echo {} > package.json; npm run zz')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Missing script: "zz"'),
    })
  })
})

test('pip installs into site-packages, also of a virtual environment', async () => {
  const sh = await containerOf('python:3.12-slim')
  const { stdout, code } = await sh(
    'printf "flask==3.0.0\\n# no\\nrequests\\n" > r.txt; pip install -r r.txt; pip freeze',
  )
  expect(code).toBe(0)
  expect(stdout).toMatch(/Successfully installed flask-3\.0\.0 requests-[\d.]+\nflask==3\.0\.0\nrequests==/)
  expect((await sh('cat /usr/local/lib/python3.12/site-packages/flask-3.0.0.dist-info/METADATA')).stdout).toContain(
    'Name: flask\n',
  )
  expect((await sh('python -m venv /v && . /v/bin/activate && pip install -q uv && pip freeze')).stdout).not.toContain(
    'flask',
  )
  expect(await sh('pip install nosuch')).toMatchObject({
    code: 1,
    stderr:
      'ERROR: Could not find a version that satisfies the requirement nosuch (from versions: none)\nERROR: No matching distribution found for nosuch\n',
  })
})

test('go build makes an executable, and needs a module', async () => {
  const sh = await containerOf('golang')
  expect(await sh('go build -o /bin/app .')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('go.mod file not found'),
  })
  expect(await sh('echo module example.com/app > go.mod; go build -o /bin/app . && test -x /bin/app')).toMatchObject({
    code: 0,
  })
})

test('cargo, mvn and gradle leave what the next step copies', async () => {
  const rust = await containerOf('rust')
  expect(
    (await rust('printf "[package]\\nname = \\"svc\\"\\n" > Cargo.toml; cargo build --release; ls target/release'))
      .stdout,
  ).toBe('svc\n')
  const maven = await containerOf('maven')
  const pom = '<project><artifactId>shop</artifactId><version>2.0</version></project>'
  expect((await maven(`echo '${pom}' > pom.xml; mvn -B clean package; ls target`)).stdout).toMatch(
    /BUILD SUCCESS(.*\n)*shop-2\.0\.jar\n$/,
  )
  const gradle = await containerOf('gradle')
  expect((await gradle('cd /home/gradle; gradle build; ls build/libs')).stdout).toMatch(
    /BUILD SUCCESSFUL in 1s(.*\n)*gradle\.jar\n$/,
  )
})

test('make runs recipes in order, once, and stops at a failure', async () => {
  const sh = await containerOf('golang')
  const makefile =
    'NAME ?= app\\nall: dep out\\n\\t@echo all $(NAME)\\ndep:\\n\\techo dep\\nout: dep\\n\\ttouch $@\\nbad:\\n\\t@false\\n.PHONY: all dep\\n'
  await sh(`printf '${makefile}' > Makefile`)
  expect(await sh('make NAME=shop')).toMatchObject({ code: 0, stdout: 'echo dep\ndep\ntouch out\nall shop\n' })
  expect(await sh('make bad')).toMatchObject({ code: 2, stderr: 'make: *** [Makefile: bad] Error 1\n' })
  expect(await sh('make zz')).toMatchObject({ code: 2, stderr: "make: *** No rule to make target 'zz'.  Stop.\n" })
})

test('git clone makes a directory with a commit, and finds no repository that does not exist', async () => {
  const sh = await containerOf('golang')
  expect(
    await sh('git clone --depth 1 https://example.com/a/tool.git /src && cd /src && ls -A && git rev-parse HEAD'),
  ).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\.git\nREADME\.md\n[0-9a-f]{40}\n$/),
    stderr: "Cloning into '/src'...\n",
  })
  expect(await sh('git clone https://example.com/nosuch')).toMatchObject({
    code: 128,
    stderr: expect.stringContaining('not found'),
  })
})

test('curl reaches servers by HTTP, and says in its own numbers what went wrong', async () => {
  const sh = await containerOf('alpine')
  const server =
    'mkdir /w; echo hello > /w/index.html; busybox httpd -f -p 80 -h /w & until curl -s localhost >/dev/null; do :; done'
  const script = `apk add -q --no-cache curl; ${server}
    curl -fsS localhost; curl -s -o /dev/null -w '%{http_code}' localhost/zz; curl -sf localhost/zz`
  expect(await sh(script)).toEqual({ code: 22, stdout: 'hello\n404', stderr: '' })
  expect(await sh('curl http://localhost:81')).toMatchObject({
    code: 7,
    stderr: expect.stringContaining('curl: (7) Failed to connect to localhost port 81'),
  })
  expect(await sh('curl -sS https://example.com')).toEqual({
    code: 6,
    stdout: '',
    stderr: 'curl: (6) Could not resolve host: example.com\n',
  })
})

test('curl and wget get the files that are declared for addresses outside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixtures-'))
  writeFileSync(join(folder, 'tool'), 'declared\n')
  const sh = await containerOf('golang', { fixtures: { 'https://example.com/*': join(folder, 'tool') } })
  expect(
    await sh('curl -fsSLO https://example.com/v1/tool && cat tool; wget -qO- https://example.com/x'),
  ).toMatchObject({
    stdout: 'declared\ndeclared\n',
    code: 0,
  })
  await rm(folder, { recursive: true })
})

test('the policy decides what becomes of commands that nothing simulates', async () => {
  const strict = await containerOf('alpine', { unknownCommands: 'strict' })
  expect(await strict('apk add --no-cache curl')).toMatchObject({
    code: 127,
    stderr: expect.stringContaining('--unknown-commands strict'),
  })
  const lenient = await containerOf('alpine', { unknownCommands: 'lenient' })
  expect(await lenient('frobnicate --all && echo went on')).toEqual({
    code: 0,
    stdout: 'went on\n',
    stderr: 'frobnicate: mockerd takes this command for done\n',
  })
  const usual = await containerOf('alpine')
  expect(await usual('frobnicate')).toMatchObject({ code: 127, stderr: 'sh: frobnicate: not found\n' })
})

test('the command refuses a policy and a fixture that make no sense', () => {
  expect(() => parseOptions(['--unknown-commands', 'maybe'])).toThrow(
    'invalid argument "maybe" for "--unknown-commands" flag: must be strict or effects or lenient',
  )
  expect(() => parseOptions(['--fixture', 'https://x/'])).toThrow('must be like URL=FILE')
})

test('variables of a Makefile that multiply do not hold up the daemon', async () => {
  const sh = await containerOf('golang')
  const lines = Array.from({ length: 30 }, (_, index) => `V${index} = $(V${index + 1})$(V${index + 1})$(V${index + 1})`)
  expect(
    await sh(`cat > Makefile <<'END'\n${lines.join('\n')}\nall:\n\t@true $(V0)\nEND\nmake >/dev/null 2>&1; echo done`),
  ).toMatchObject({
    stdout: 'done\n',
  })
})
