// A client for tests of `mockerd run` and `mockerd audit`: makes the calls that it is given, as `GET /_ping`, one after the
// other. It exits with 1 at the first that is refused; `--careless` lets it throw, `--blind` lets it not look.
import http from 'node:http'
import { text } from 'node:stream/consumers'

const socketPath = process.env.DOCKER_HOST.replace('unix://', '')
const calls = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const is = (manner) => process.argv.includes(`--${manner}`)

for (const call of calls) {
  const [method, path, ...body] = call.split(' ')
  const headers = { 'content-type': 'application/json' }
  const request = http.request({ socketPath, method, path, headers })
  const reply = await new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject).end(body.join(' '))
  })
  const said = await text(reply)
  if (reply.statusCode < 400 || is('blind')) continue
  if (is('careless')) JSON.parse(said).not.there
  console.error(said.trim())
  process.exit(1)
}
console.log('done')
