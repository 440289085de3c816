// Where plugins are: sockets and files that name addresses, in a directory (moby pkg/plugins/discovery.go).
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface PluginPlace {
  /** `unix:///path`, `tcp://host:port`, `http://…`, `https://…` */
  readonly address: string
  /** What a file of JSON says of TLS; paths. */
  readonly tls?: PluginTls | undefined
}

export interface PluginTls {
  readonly CAFile?: string
  readonly CertFile?: string
  readonly KeyFile?: string
  readonly InsecureSkipVerify?: boolean
}

/**
 * Looks for the plugin in the directory: `NAME.sock`, `NAME.spec`, `NAME.json`, each also in a directory of its name.
 * undefined if there is none; throws what is wrong with the file that was found.
 *
 * differs: sockets and files are in one directory that the user names, and nowhere else; a name may be the address.
 */
export async function findPlugin(name: string, directory: string | undefined): Promise<PluginPlace | undefined> {
  if (isAddress(name)) return { address: name }
  if (directory === undefined) return undefined
  for (const path of pathsOf(directory, name, '.sock')) {
    if (await isSocket(path)) return { address: `unix://${path}` }
  }
  for (const path of [...pathsOf(directory, name, '.spec'), ...pathsOf(directory, name, '.json')]) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return path.endsWith('.json') ? describedIn(text) : { address: addressIn(text) }
  }
  return undefined
}

const isAddress = (text: string): boolean => /^(unix|tcp|https?):\/\/./.test(text)

const pathsOf = (directory: string, name: string, extension: string): string[] => [
  join(directory, name + extension),
  join(directory, name, name + extension),
]

const isSocket = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isSocket(),
    () => false,
  )

function addressIn(text: string): string {
  const address = text.trim()
  if (!isAddress(address)) throw new Error('Unknown protocol')
  return address
}

function describedIn(text: string): PluginPlace {
  const { Addr, TLSConfig } = JSON.parse(text) as { readonly Addr?: string; readonly TLSConfig?: PluginTls }
  return { address: addressIn(Addr ?? ''), tls: TLSConfig }
}
