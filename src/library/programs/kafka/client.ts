// Asks a broker, for the commands that come with Kafka.
import { addressesOf } from '../../../runtime/network/names.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { ConnectionReader } from '../connection-reader.ts'
import { type ApiName, apis } from './protocol.ts'
import { Fields, int16, int32, message, text } from './wire.ts'

export class KafkaClient {
  readonly #process: Process
  readonly #connection: number
  readonly #reader: ConnectionReader
  #last = 0

  private constructor(process: Process, connection: number) {
    this.#process = process
    this.#connection = connection
    this.#reader = new ConnectionReader(process, connection)
  }

  /** @param server `localhost:9092`, or several of them. Undefined when nobody is there. */
  static connect(process: Process, server: string): KafkaClient | undefined {
    const [, host = '', port = '9092'] = /^(.*?)(?::(\d+))?$/.exec(server.split(',')[0]!) ?? []
    const [address] = addressesOf(process, host)
    if (address === undefined) return undefined
    try {
      return new KafkaClient(process, process.connect(address, Number(port)))
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }

  /** Undefined when the broker breaks off. */
  async ask(name: ApiName, version: number, ...parts: readonly Uint8Array[]): Promise<Fields | undefined> {
    const head = [int16(apis[name][0]), int16(version), int32(++this.#last), text('adminclient-1')]
    await this.#process.write(this.#connection, message(...head, ...parts))
    const length = (await this.#reader.take(4))?.readInt32BE()
    const body = length === undefined ? undefined : await this.#reader.take(length)
    if (!body) return undefined
    const fields = new Fields(body)
    fields.int32()
    return fields
  }
}
