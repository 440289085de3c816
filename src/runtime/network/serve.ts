// Serves connections beside whatever else a program waits for.
import { FileError } from '../../storage/file-error.ts'
import { Killed, type Process } from '../process.ts'
import { Signal } from '../signals.ts'
import type { Listener } from './namespace.ts'
import type { SocketNames } from './socket.ts'

/**
 * Accepts connections until the listener is closed or the process ends, and hands over their descriptors. What talks
 * closes its connection itself; one whose talk fails is closed here. When the process may open no more files clients
 * are turned away.
 */
export async function serve(
  process: Process,
  listener: Listener,
  talk: (descriptor: number) => Promise<void> | void,
): Promise<void> {
  // a client that leaves early must not end its server
  process.onSignal(Signal.PIPE, 'ignore')
  for (;;) {
    try {
      const descriptor = await process.accept(listener)
      void conversation(process, descriptor, process.socket(descriptor), talk)
    } catch (error) {
      if (error instanceof FileError && error.code === 'EMFILE') continue
      if (error instanceof FileError || error instanceof Killed) return
      throw error
    }
  }
}

async function conversation(
  process: Process,
  descriptor: number,
  connection: SocketNames,
  talk: (descriptor: number) => Promise<void> | void,
): Promise<void> {
  try {
    await talk(descriptor)
  } catch (error) {
    if (!(error instanceof Killed)) await breakOff(process, descriptor, connection, error)
  }
}

/** A FileError means that the other side is gone; of anything else the process tells, as of the end of a program. */
async function breakOff(process: Process, descriptor: number, connection: SocketNames, error: unknown): Promise<void> {
  try {
    if (!(error instanceof FileError)) {
      await process.write(2, `${process.argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
    // the talk may have closed it before it failed, and the number may lead to something else by now
    if (process.socket(descriptor) === connection) process.close(descriptor)
  } catch {
    // the process has ended, or the number leads nowhere now
  }
}
