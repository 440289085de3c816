// The simulated image nginx: a web server that other containers can ask.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

interface Site {
  readonly web: Dockerode.Container
  /** What a command prints in a container of the same network. */
  client(command: string): Promise<string>
  /** What wget prints of an address of it: `:81/x` */
  fetch(place: string): Promise<string>
}

/** An nginx that is up, with these files under /etc/nginx/conf.d, and a container that asks it. */
async function site(docker: TestDaemon, config = '', Init = false): Promise<Site> {
  await docker.dockerode.createNetwork({ Name: 'front' })
  const HostConfig = { NetworkMode: 'front' }
  const web = await docker.create('nginx', undefined, { name: 'web', HostConfig: { ...HostConfig, Init } })
  const logs = demultiplexed(await web.attach({ stream: true, stdout: true, stderr: true })).stderr
  await web.start()
  await logs.shows(/start worker process /)
  const client = await docker.run('alpine', ['sleep', '1000'], { HostConfig })
  if (config !== '') {
    await exec(web, `cat > /etc/nginx/conf.d/more.conf <<'END'\n${config}\nEND\nnginx -s reload`)
    await logs.shows(/exited with code 0/)
  }
  return {
    web,
    client: (command) => exec(client, command),
    fetch: (place) => exec(client, `wget -qO- 'http://web${place}' 2>&1`),
  }
}

async function exec(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

test('nginx serves the files of its container, and writes a line for each request', async ({ docker }) => {
  const { web, fetch } = await site(docker)
  expect(await fetch('/')).toContain('Welcome to nginx!')
  await exec(web, 'echo mine > /usr/share/nginx/html/mine.txt')
  expect(await fetch('/mine.txt')).toBe('mine\n')
  expect(await fetch('/nothing')).toBe('wget: server returned error: HTTP/1.1 404 Not Found\n')
  const output = (await web.logs({ stdout: true, stderr: true })).toString()
  expect(output).toMatch(/172\.18\.0\.3 - - \[.*\] "GET \/mine\.txt HTTP\/1\.1" 200 5 "-" "Wget" "-"\n/)
  expect(output).toContain(
    'open() "/usr/share/nginx/html/nothing" failed (2: No such file or directory), client: 172.18',
  )
})

test('nginx does not give out what lies outside of its root', async ({ docker }) => {
  const { fetch } = await site(docker)
  for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd'])
    expect(await fetch(path)).not.toContain('root:')
})

const config = `
server {
  listen 81;
  add_header X-Where here;
  location = /exact { return 200 "$host $request_method $args"; }
  location /old/ { return 301 /exact?from=old; }
  location /api/ { proxy_pass http://localhost:80/; }
  location /list/ { alias /usr/share/nginx/; autoindex on; }
  location /app/ { try_files $uri @app; }
  location @app { root /usr/share/nginx/html; try_files /index.html =404; }
  location ~ [.]secret$ { return 403; }
  location / { root /srv; }
  error_page 404 /missing.html;
  location = /missing.html { root /srv/pages; }
}`

test.for([
  ['/exact?a=1', 'web GET a=1'],
  ['/old/', 'web GET from=old'],
  ['/api/index.html', 'Welcome to nginx!'],
  ['/list/', '<a href="html/">html/</a>'],
  ['/app/any/where', 'Welcome to nginx!'],
  ['/a.secret', 'HTTP/1.1 403 Forbidden'],
  ['/nothing', 'HTTP/1.1 404 Not Found'],
] as const)('nginx answers %s as its configuration says', async ([path, answer], { docker }) => {
  const { fetch } = await site(docker, config)
  expect(await fetch(`:81${path}`)).toContain(answer)
})

test('a second nginx in the same network namespace cannot have the port', async ({ docker }) => {
  await site(docker)
  const second = await docker.create('nginx', undefined, { HostConfig: { NetworkMode: 'container:web' } })
  const output = demultiplexed(await second.attach({ stream: true, stdout: true, stderr: true })).stderr
  await second.start()
  expect(await output.whole()).toContain('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n')
  expect(await second.wait()).toEqual({ StatusCode: 1 })
})

test('nginx goes on as before when a new configuration wants a port that is taken', async ({ docker }) => {
  const { web, fetch } = await site(docker, 'server { listen 81; return 200 "before"; }')
  const script = `echo 'server { listen 91; }' > /etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'`
  const other = await docker.create('nginx', ['sh', '-c', script], { HostConfig: { NetworkMode: 'container:web' } })
  const started = demultiplexed(await other.attach({ stream: true, stdout: true, stderr: true })).stderr
  await other.start()
  await started.shows(/start worker process /)

  const logs = demultiplexed(await web.attach({ stream: true, stdout: true, stderr: true })).stderr
  const changed = 'server { listen 81; return 200 "after"; } server { listen 90; } server { listen 91; }'
  await exec(web, `echo '${changed}' > /etc/nginx/conf.d/more.conf; nginx -s reload`)
  await logs.shows(/nginx: \[emerg\] bind\(\) to 0\.0\.0\.0:91 failed \(98: Address already in use\)\n/)
  expect(await fetch(':81/')).toBe('before')
  expect(await fetch(':90/')).toContain('Connection refused')
})

test('nginx goes on when a client leaves in the middle of a page', async ({ docker }) => {
  // signals do not end the first process of a container by themselves: with docker-init it is another one
  const { web, client, fetch } = await site(docker, '', true)
  await exec(web, 'yes 0123456789 | head -c 3000000 > /usr/share/nginx/html/large')
  expect(await client('wget -qO- http://web/large | head -c 5')).toBe('01234')
  expect(await fetch('/')).toContain('Welcome to nginx!')
})
