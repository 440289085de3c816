// The daemon of tests: every reply of it is held against the contract, and clients come with it.
import Dockerode from 'dockerode'
import { compileGate } from '../src/api/gate.ts'
import { personaNamed } from '../src/daemon/personas.ts'
import { type Call, type Layer, type Reply, type StartedDaemon, type StartOptions, startDaemon } from '../src/index.ts'
import { Refusal } from '../src/world/refusal.ts'
import { ContractViolation, checkReply } from './contract/check-reply.ts'
import { noteCall } from './contract/shown-by.ts'
import { DockerCli } from './docker-cli.ts'
import { wholeText } from './reading.ts'

export interface TestDaemon extends StartedDaemon {
  /** A client in this process, without a socket. */
  readonly dockerode: Dockerode
  /** Pulls an image if it is not there, and makes a container of it. */
  create(
    image: string,
    command?: readonly string[],
    options?: Dockerode.ContainerCreateOptions,
  ): Promise<Dockerode.Container>
  /** The same, and starts it. */
  run(
    image: string,
    command?: readonly string[],
    options?: Dockerode.ContainerCreateOptions,
  ): Promise<Dockerode.Container>
  /** The docker command with this daemon as its DOCKER_HOST and a configuration of its own. */
  readonly cli: DockerCli
  /** What the daemon did that it must not do; a test that ends with any of it fails. */
  readonly defects: readonly unknown[]
}

/** A daemon for a part of a test; disposing of it fails if a reply was not the contract's or mockerd broke. */
export async function startTestDaemon(options: StartOptions = {}): Promise<TestDaemon> {
  const defects: unknown[] = []
  const layers = [contractLayer(defects, personaNamed(options.engine).apiVersion), ...(options.layers ?? [])]
  const daemon = await startDaemon({ report: (error) => defects.push(error), ...options, layers })
  const cli = new DockerCli(daemon.host)
  const close = async (): Promise<void> => {
    await cli.close()
    await daemon.close()
    if (defects.length > 0) throw new AggregateError(defects, defects.map(String).join('\n'))
  }
  const dockerode = new Dockerode({ agent: daemon.agent } as Dockerode.DockerOptions)
  const create: TestDaemon['create'] = async (Image, Cmd, options) => {
    const images = await dockerode.listImages({ filters: { reference: [Image] } })
    if (images.length === 0) await wholeText(await dockerode.pull(Image))
    return dockerode.createContainer({ Image, ...(Cmd && { Cmd: [...Cmd] }), ...options })
  }
  const run: TestDaemon['run'] = async (...wanted) => {
    const container = await create(...wanted)
    await container.start()
    return container
  }
  return {
    ...daemon,
    dockerode,
    create,
    run,
    cli,
    defects,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Notes what is not the contract's, and lets it pass: the client's own view decides what happens next. */
function contractLayer(defects: unknown[], engineVersion: string): Layer {
  const check = (call: Call, status: number, type: string | undefined, body: unknown): void => {
    const { operation, version } = call
    const headers = type === undefined ? {} : { 'content-type': type }
    try {
      checkReply({ operation, status, headers, body, engineVersion, version })
    } catch (error) {
      if (!(error instanceof ContractViolation)) throw error
      defects.push(error)
    }
  }
  return async (call, next) => {
    let reply: Reply
    try {
      reply = await next(call)
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'unchanged' && error.message === '') defects.push(error)
      noteCall(call.operation, 400)
      throw error
    }
    noteCall(call.operation, reply.status)
    // layers see what the engine says; what older versions may not see is taken out behind them
    const sent = compileGate(call.operation, call.version, engineVersion)?.(reply) ?? reply
    if (sent.kind === 'json')
      check(call, sent.status, 'application/json', JSON.parse(JSON.stringify(sent.value) ?? 'null'))
    else if (sent.kind === 'text') check(call, sent.status, sent.type, sent.text)
    else if (sent.kind === 'empty') check(call, sent.status, undefined, undefined)
    else if (sent.kind === 'stream' && reply.kind === 'stream') {
      // stats do not say what they are
      const type = sent.type ?? (call.operation === 'ContainerStats' ? 'application/json' : '')
      if (!/json/.test(type)) return reply
      return { ...reply, chunks: checkedLines(reply.chunks, (line) => check(call, sent.status, type, line)) }
    }
    return reply
  }
}

/** Shows each whole line of a stream as it passes. */
async function* checkedLines(
  chunks: AsyncIterable<Uint8Array | string>,
  check: (line: string) => void,
): AsyncGenerator<Uint8Array | string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line.trim() !== '') check(line)
    yield chunk
  }
  if (rest.trim() !== '') check(rest)
}
