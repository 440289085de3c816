// The HTTP API of RabbitMQ's management plugin, as far as health checks and tests look at it.
import { Buffer } from 'node:buffer'
import type { Answer } from '../../../runtime/network/http-server.ts'
import type { Process } from '../../../runtime/process.ts'
import type { Broker } from './broker.ts'
import type { Settings } from './connection.ts'

export function managementAnswer(process: Process, broker: Broker, settings: Settings): Answer {
  const node = `rabbit@${process.hostname}`
  const queues = (): object[] =>
    [...broker.queues.values()].map(({ name, messages, consumers, autoDelete }) => ({
      ...{ name, vhost: '/', node, auto_delete: autoDelete, messages: messages.length, consumers: consumers.length },
    }))
  const exchanges = (): object[] => [...broker.exchanges].map(([name, { type }]) => ({ name, type, vhost: '/' }))
  const pages: Readonly<Record<string, () => unknown>> = {
    '/api/overview': () => ({
      rabbitmq_version: settings.version,
      product_name: 'RabbitMQ',
      node,
      object_totals: { queues: broker.queues.size, exchanges: broker.exchanges.size },
    }),
    '/api/whoami': () => ({ name: settings.user, tags: ['administrator'] }),
    '/api/vhosts': () => [{ name: '/' }],
    '/api/nodes': () => [{ name: node, running: true }],
    '/api/queues': queues,
    '/api/exchanges': exchanges,
    '/api/health/checks/alarms': () => ({ status: 'ok' }),
    '/api/health/checks/local-alarms': () => ({ status: 'ok' }),
    '/api/health/checks/port-listener/5672': () => ({ status: 'ok', port: 5672 }),
    '/api/aliveness-test/%2F': () => ({ status: 'ok' }),
  }
  const expected = `Basic ${Buffer.from(`${settings.user}:${settings.password}`).toString('base64')}`
  return async (request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '')
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    const isKnown = request.headers.authorization === expected
    if (!isKnown) response.setHeader('WWW-Authenticate', 'Basic realm="RabbitMQ Management"')
    response.statusCode = isKnown ? (page ? 200 : 404) : 401
    response.setHeader('Content-Type', 'application/json')
    const refusal = isKnown
      ? { error: 'Object Not Found', reason: 'Not Found' }
      : { error: 'not_authorized', reason: 'Login failed' }
    response.end(JSON.stringify(isKnown && page ? page() : refusal))
  }
}
