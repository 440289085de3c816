// A small service manager: opens sockets and hands them to a command, as systemd does.
// usage: service-manager.mjs '["/path/of.sock", 0]' COMMAND [ARG...]
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'

const [places, ...command] = process.argv.slice(2)
const sockets = JSON.parse(places).map((place) => net.createServer().listen(place, '127.0.0.1'))
await Promise.all(sockets.map((socket) => once(socket, 'listening')))
// the number of the process is known in it only; while it runs nothing is accepted here
spawnSync('sh', ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', ...command], {
  stdio: ['inherit', 'inherit', 'inherit', ...sockets.map((socket) => socket._handle.fd)],
  env: { ...process.env, LISTEN_FDS: String(sockets.length), LISTEN_FDNAMES: 'docker.socket' },
})
