// Reading what a daemon sends: whole, or until there is enough of it.
import { PassThrough } from 'node:stream'
import Dockerode from 'dockerode'

const { modem } = new Dockerode()

export async function wholeText(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const bytes of stream) text += Buffer.from(bytes as Uint8Array).toString()
  return text
}

export async function wholeLines<Line = Record<string, unknown>>(stream: NodeJS.ReadableStream): Promise<Line[]> {
  const lines = (await wholeText(stream)).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Line)
}

/** What a stream has brought so far, and how to wait for more of it. */
export class Reader {
  text = ''
  ended = false
  #changed: () => void = () => {}

  constructor(stream: NodeJS.ReadableStream) {
    stream.on('data', (bytes: Uint8Array) => {
      this.text += Buffer.from(bytes).toString()
      this.#changed()
    })
    const end = (): void => {
      this.ended = true
      this.#changed()
    }
    stream.on('end', end).on('close', end).on('error', end)
  }

  /** Waits until the text satisfies the pattern; fails when the stream ends before. */
  async shows(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) {
      if (this.ended) throw new Error(`ended without ${pattern}: ${this.text}`)
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    return this.text
  }

  async whole(): Promise<string> {
    while (!this.ended) await new Promise<void>((resolve) => (this.#changed = resolve))
    return this.text
  }
}

/** The two sides of a multiplexed stream, which end with it. */
export function demultiplexed(stream: NodeJS.ReadableStream): { readonly stdout: Reader; readonly stderr: Reader } {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  modem.demuxStream(stream, stdout, stderr)
  const end = (): void => {
    stdout.end()
    stderr.end()
  }
  stream.on('end', end).on('close', end)
  return { stdout: new Reader(stdout), stderr: new Reader(stderr) }
}

/** The lines of a JSON stream as they come. */
export async function* jsonLines<Line = Record<string, unknown>>(stream: NodeJS.ReadableStream): AsyncGenerator<Line> {
  let rest = ''
  for await (const bytes of stream) {
    const lines = (rest + Buffer.from(bytes as Uint8Array).toString()).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as Line
  }
}
