// Opens ways in as the options of a daemon want them: TLS, groups of sockets, what is said of open ports.
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from '../world/logger.ts'
import { listen, type Way } from './listen.ts'
import type { TlsGate } from './tls-gate.ts'
import type { WayOptions } from './ways.ts'

interface OpenerOptions extends Pick<WayOptions, 'tls' | 'group' | 'allowPublic'> {
  readonly logger: Logger
  readonly noticesDeprecation: boolean
  /** where connections are that are not let in yet */
  readonly outside: Set<Duplex>
  readonly serve: (socket: Duplex) => void
  /** Lets connections wait at the door of scenarios before they go on. */
  readonly through: <S extends Duplex>(next: (socket: S) => void) => (socket: S) => void
}

/** The first way that is opened, whatever its kind, rejects for certificates that dockerd does not start with. */
export function wayOpener(options: OpenerOptions): (address: string) => Promise<Way> {
  const { tls, group, allowPublic, logger, outside, serve, through } = options
  let gate: Promise<TlsGate> | undefined
  const enter = through(serve)
  const isVerified = tls !== undefined && tls.verify !== false
  return async (address) => {
    if (tls)
      gate ??= import('./tls-gate.ts').then(({ createTlsGate }) => createTlsGate(tls, serve, { outside, logger }))
    const overTcp = through<Socket>(gate ? await gate : serve)
    try {
      if (address.startsWith('tcp:') && !isVerified) {
        const { warnOfExposure } = await import('./exposure.ts')
        warnOfExposure(address, options)
      }
      const warn = (text: string): void => logger.log('warning', text)
      return await listen(address, enter, { overTcp, group, warn, allowPublic: allowPublic === true || isVerified })
    } catch (error) {
      throw new Error(`failed to load listeners: ${(error as Error).message}`, { cause: error })
    }
  }
}
