// The images of languages: versions, the little of scripts that runs, what is refused, and servers that idle.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are those of the scripts
import { expect } from 'vitest'
import { programs } from '../../src/daemon/programs.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import { Container } from '../runtime/container.ts'
import { imageEngine } from './image-engine.ts'

const test = dockerTest()

async function containerOf(name: string) {
  const { pull, images, state } = imageEngine()
  await pull(name)
  const { config, chainId } = images.find(name)
  const root = state.driver.prepare('container', chainId!)
  const clock = manualClock()
  const container = new Container({ root, programs, clock })
  const env = [...(config.config!.Env ?? [])]
  return {
    clock,
    start: (...argv: string[]) => container.start(argv, { env }),
    run: (...argv: string[]) => container.run(argv, { env }),
    sh: (script: string) => container.sh(script, { env }),
  }
}

test.for<[image: string, command: string, prints: RegExp]>([
  ['node:20-alpine', 'node -v', /^v20\.19\.4\n$/],
  ['node', 'node --version; npm -v; yarn -v', /^v24\.6\.0\n10\.\d+\.\d+\n1\.22\.22\n$/],
  [
    'python:3.12-slim',
    'python -V; python3 --version; pip --version',
    /^Python 3\.12\.11\nPython 3\.12\.11\npip 24\.0 from \/usr\/local\/lib\/python3\.12\/site-packages\/pip \(python 3\.12\)\n$/,
  ],
  [
    'eclipse-temurin:21-jre',
    'java -version 2>&1; echo $JAVA_HOME',
    /^openjdk version "21\.0\.8" .*\nOpenJDK Runtime Environment Temurin-21\.0\.8\+9 .*\nOpenJDK 64-Bit Server VM .*\n\/opt\/java\/openjdk\n$/,
  ],
  ['golang:1.24-alpine', 'go version; go env GOPATH', /^go version go1\.24\.6 linux\/amd64\n\/go\n$/],
  ['ruby:3.3', 'ruby -v', /^ruby 3\.3\.9 \(.*\) .*\[x86_64-linux\]\n$/],
  ['php:8.3-cli', 'php -v', /^PHP 8\.3\.24 \(cli\) .*\nCopyright \(c\) The PHP Group\nZend Engine v4\.3\.\d+/],
  ['rust', 'rustc --version; cargo -V || cargo --version', /^rustc 1\.89\.0 \(.*\)\n(.*\n)*cargo 1\.89\.0 /],
  ['mcr.microsoft.com/dotnet/sdk:9.0', 'dotnet --version', /^9\.0\.\d+\n$/],
])('%s says its version', async ([image, command, prints]) => {
  const { sh } = await containerOf(image)
  expect((await sh(command)).stdout).toMatch(prints)
})

test.for(['node:22-slim', 'node:22-alpine'])('%s has the user node, who has a home', async (image, { docker }) => {
  const box = await docker.create(image, ['sh', '-c', 'id; cd; touch file; pwd'], { User: 'node' })
  const stream = await box.attach({ stream: true, stdout: true })
  await box.start()
  expect(await demultiplexed(stream).stdout.whole()).toBe(
    'uid=1000(node) gid=1000(node) groups=1000(node)\n/home/node\n',
  )
})

test('node prints, computes, exits and reads its environment', async () => {
  const { run, sh } = await containerOf('node')
  expect(await run('node', '-p', '1 + 2 * 3')).toMatchObject({ stdout: '7\n', code: 0 })
  expect(
    await run('node', '-e', 'const a = "x"; console.log(a, `${a}!`, process.env.NODE_VERSION); process.exit(3)'),
  ).toEqual({
    stdout: 'x x! 24.6.0\n',
    stderr: '',
    code: 3,
  })
  expect(await sh(`echo 'console.error("from a file")' > /a.js; node /a`)).toMatchObject({ stderr: 'from a file\n' })
  expect(await sh(`echo 'console.log("from a pipe")' | node`)).toMatchObject({ stdout: 'from a pipe\n' })
})

test('timers of node wait for their time, and signals reach it', async () => {
  const { clock, start } = await containerOf('node')
  const script =
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); setTimeout(() => console.log("later"), 5000); setInterval(() => {}, 1000); console.log("now")'
  const run = start('node', '-e', script)
  await run.prints('now\n')
  await clock.advance(5000)
  await run.prints('later\n')
  run.task.signal(15)
  await run.prints('bye\n')
  expect(await run.exited).toEqual({ code: 0 })
})

test('python prints, sleeps, exits', async () => {
  const { clock, start, run } = await containerOf('python:3.12-slim')
  expect(await run('python', '-c', 'import sys; print("a", 1 + 1, sep="-", end="."); sys.exit(3)')).toEqual({
    stdout: 'a-2.',
    stderr: '',
    code: 3,
  })
  expect(
    await run('python', '-c', 'import os\nname = "x"\nprint(f"{name} {1 + 1}", os.getenv("NOPE"), True)'),
  ).toMatchObject({
    stdout: 'x 2 None True\n',
  })
  const sleeper = start('python', '-c', 'import time; print("before"); time.sleep(60); print("after")')
  await sleeper.prints('before\n')
  await clock.advance(60_000)
  await sleeper.prints('after\n')
})

test('ruby and php print and exit', async () => {
  const ruby = await containerOf('ruby')
  expect(await ruby.run('ruby', '-e', 'puts "a #{1 + 1}"; exit 3')).toEqual({ stdout: 'a 2\n', stderr: '', code: 3 })
  const php = await containerOf('php')
  expect(await php.run('php', '-r', 'echo "v" . PHP_VERSION . PHP_EOL; exit(2);')).toEqual({
    stdout: 'v8.4.11\n',
    stderr: '',
    code: 2,
  })
})

test.for<[image: string, command: string[], names: string]>([
  ['node', ['node', '-e', 'for (;;) {}'], ';'],
  ['node', ['node', '-e', 'console.log("no"); require("fs").writeFileSync("/x", "y")'], 'require'],
  ['python', ['python', '-c', 'print("no"); open("/etc/passwd")'], 'open()'],
  ['ruby', ['ruby', '-e', 'system "ls"'], 'ls'],
  ['php', ['php', '-r', 'foreach ($a as $b) {}'], 'as'],
])('%s refuses %j as a whole', async ([image, command, names]) => {
  const { run } = await containerOf(image)
  expect(await run(...command)).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`mockerd runs prints, exits, sleeps and timers of literals only; not: ${names}`),
  })
})

test.for<[image: string, command: string, words: string, code: number]>([
  ['node', 'node /app/server.js', "Error: Cannot find module '/app/server.js'\n", 1],
  ['python', 'python app.py', "python: can't open file '/app.py': [Errno 2] No such file or directory\n", 2],
  ['python', 'python -m nosuch', '/usr/local/bin/python: No module named nosuch\n', 1],
  ['eclipse-temurin', 'java -jar app.jar', 'Error: Unable to access jarfile app.jar\n', 1],
  [
    'eclipse-temurin',
    'java Main',
    'Error: Could not find or load main class Main\nCaused by: java.lang.ClassNotFoundException: Main\n',
    1,
  ],
  ['ruby', 'ruby app.rb', 'ruby: No such file or directory -- app.rb (LoadError)\n', 1],
])('%s says of %j that the file is not there', async ([image, command, words, code]) => {
  const { sh } = await containerOf(image)
  expect(await sh(command)).toMatchObject({ code, stderr: expect.stringContaining(words) })
})

test('python -m http.server serves the files of the container', async () => {
  const { sh, start } = await containerOf('python:3.12-alpine')
  const server = start('python', '-m', 'http.server', '8000', '-d', '/etc/apk')
  await server.prints('Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...\n')
  expect((await sh('wget -qO- localhost:8000/arch; wget -qO- localhost:8000/')).stdout).toMatch(
    /^x86_64\n<!DOCTYPE HTML>(.*\n)*<li><a href="world">world<\/a><\/li>/,
  )
  expect(await sh('wget -qO- localhost:8000/zz')).toMatchObject({
    code: 1,
    stderr: 'wget: server returned error: HTTP/1.1 404 File not found\n',
  })
  expect(server.stderr).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/arch HTTP\/1\.1" 200 -\n/)
})

test('an application whose code is not run idles, answers on its port and ends by its handler', async ({ docker }) => {
  const code = `const app = require('express')(); process.on('SIGTERM', () => process.exit(0)); app.listen(3000)`
  const container = await docker.create('node:22-alpine', ['sh', '-c', 'echo "$CODE" > /app.js; exec node /app.js'], {
    Env: [`CODE=${code}`],
  })
  const { stderr } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stderr.shows(/\/app\.js: mockerd does not run this code; the process idles and listens on port 3000\n/)
  const exec = await container.exec({ Cmd: ['wget', '-qO-', 'http://localhost:3000/'], AttachStdout: true })
  await demultiplexed(await exec.start({})).stdout.shows(/\/app\.js is simulated by mockerd\n/)
  await container.stop()
  expect((await container.inspect()).State).toMatchObject({ ExitCode: 0, Running: false })
})
