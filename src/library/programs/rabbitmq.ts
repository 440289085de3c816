// rabbitmq-server: the broker, its log lines, and the HTTP API of the management plugin.
import { serveHttp } from '../../runtime/network/http-server.ts'
import { serve } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { Broker } from './rabbitmq/broker.ts'
import { type Settings, serveClient } from './rabbitmq/connection.ts'
import { managementAnswer } from './rabbitmq/management.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

const AMQP = 5672
const MANAGEMENT = 15_672

/** differs: RabbitMQ keeps queues and messages on disk; here they are gone when it ends. */
export const rabbitmqServer: Program = async (process) => {
  const { env } = process
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  const settings: Settings = {
    version: env.RABBITMQ_VERSION ?? '4.1.3',
    user: env.RABBITMQ_DEFAULT_USER || 'guest',
    password: env.RABBITMQ_DEFAULT_PASS || 'guest',
  }
  const hasManagement = process.files.exists('/etc/rabbitmq/enabled_plugins')
  await process.write(
    1,
    `\n  ##  ##      RabbitMQ ${settings.version}\n  ##  ##\n  ##########  simulated by mockerd\n  ######  ##\n  ##########\n\n  Starting broker...`,
  )
  const broker = new Broker((bytes) => process.charge(bytes))
  try {
    const listener = process.listen(AMQP)
    void serve(process, listener, (descriptor) => serveClient(process, broker, settings, descriptor))
    await log(process, `started TCP listener on [::]:${AMQP}`)
    if (hasManagement) {
      const web = process.listen(MANAGEMENT)
      void serveHttp(process, web, managementAnswer(process, broker, settings))
      await log(process, `Management plugin: HTTP (non-TLS) listener started on port ${MANAGEMENT}`)
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log(process, `Failed to start Ranch listener: ${error.message}`, 'error')
    return 1
  }
  const plugins = hasManagement ? 3 : 0
  await process.write(1, ` completed with ${plugins} plugins.\n`)
  await log(process, `Server startup complete; ${plugins} plugins started.`)
  await next()
  await log(process, 'SIGTERM received - shutting down')
  return 0
}

async function log(process: Process, text: string, level = 'info'): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  await process.write(1, `${date} ${time}.${millis}000+00:00 [${level}] <0.9.0> ${text}\n`)
}

/** Commands of rabbitmqctl and rabbitmq-diagnostics that only ask whether the server is there. */
export const rabbitmqctl: Program = async (process) => {
  const [command = ''] = process.argv.slice(1).filter((word) => !word.startsWith('-'))
  const quiet = process.argv.includes('-q') || process.argv.includes('--quiet')
  const node = `rabbit@${process.hostname}`
  const answers: Readonly<Record<string, string>> = {
    ping: 'Ping succeeded',
    check_running: `RabbitMQ on node ${node} is fully booted and running`,
    check_local_alarms: `Node ${node} reported no local alarms`,
    check_port_connectivity: `Successfully connected to ports ${AMQP} on node ${node}.`,
    await_startup: '',
    status: `Status of node ${node} ...\nRuntime\n\nRabbitMQ version: ${process.env.RABBITMQ_VERSION ?? '4.1.3'}\n`,
  }
  const answer = Object.hasOwn(answers, command) ? answers[command] : undefined
  if (answer === undefined) {
    await process.write(2, `Error: mockerd does not simulate the command '${command}'\n`)
    return 64
  }
  if (!process.isListening(AMQP)) {
    await process.write(
      2,
      `Error: unable to perform an operation on node '${node}'. Please see diagnostics information and suggestions below.\n`,
    )
    return 69
  }
  if (answer !== '' && !quiet) await process.write(1, `${answer}\n`)
  return 0
}
