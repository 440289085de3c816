// One end of what socat holds together: opened from its address, read from, written to, closed.
import { addressesOf } from '../../../../runtime/network/names.ts'
import type { Process } from '../../../../runtime/process.ts'
import { FileError } from '../../../../storage/file-error.ts'
import { type Address, portOf, SocatProblem } from './address.ts'

export interface End {
  /** descriptors */
  readonly from: number
  readonly to: number
  /** Says that nothing more comes. */
  finish(): void
  close(): void
}

/** Opens an address that does not listen. Throws a SocatProblem. */
export function openEnd(process: Process, { kind, parts }: Address): End {
  const [first = '', second = ''] = parts
  switch (kind) {
    case 'stdio':
      return { from: 0, to: 1, finish: () => quietly(() => process.close(1)), close: () => {} }
    case 'tcp':
      return connectionEnd(process, connect(process, first, portOf(second)))
    case 'unix':
      return connectionEnd(
        process,
        attempt(`connect(5, AF=1 "${first}", ${first.length + 3})`, () => process.connectLocal(first)),
      )
    case 'exec':
      return programEnd(process, first.split(/\s+/))
    default:
      return programEnd(process, ['/bin/sh', '-c', first])
  }
}

export function connectionEnd(process: Process, descriptor: number): End {
  return {
    from: descriptor,
    to: descriptor,
    finish: () => quietly(() => process.shutdown(descriptor)),
    close: () => quietly(() => process.close(descriptor)),
  }
}

function connect(process: Process, host: string, port: number): number {
  const [address] = addressesOf(process, host)
  if (address === undefined) {
    throw new SocatProblem(`getaddrinfo("${host}", "NULL", {1,0,1,6}, {}): Name does not resolve`)
  }
  return attempt(`connect(5, AF=2 ${address}:${port}, 16)`, () => process.connect(address, port))
}

/** A program whose standard streams are two pipes. */
function programEnd(process: Process, argv: readonly string[]): End {
  const [input, to] = process.pipe()
  const [from, output] = process.pipe()
  attempt(`execvp("${argv[0]}")`, () =>
    process.spawn(argv, {
      descriptors: new Map([
        [0, input],
        [1, output],
        [2, 2],
      ]),
    }),
  )
  process.close(input)
  process.close(output)
  const finish = (): void => quietly(() => process.close(to))
  return {
    from,
    to,
    finish,
    close() {
      finish()
      quietly(() => process.close(from))
    },
  }
}

/** Throws a SocatProblem that names the call. */
export function attempt<Value>(call: string, act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    throw error instanceof FileError ? new SocatProblem(`${call}: ${error.message}`) : error
  }
}

/** What is closed already needs no closing. */
function quietly(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}
