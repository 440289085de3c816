// The options of mongosh.

export interface ShellOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly authDatabase: string
  readonly user: string | undefined
  readonly password: string
  readonly json: boolean
  readonly scripts: readonly string[]
  readonly files: readonly string[]
}

const names: Readonly<Record<string, string>> = { '-u': '--username', '-p': '--password', '-f': '--file' }
const valued = [
  '--host',
  '--port',
  '--username',
  '--password',
  '--eval',
  '--authenticationDatabase',
  '--file',
  '--tlsCAFile',
]

export function readShellOptions(args: readonly string[]): ShellOptions {
  const values = new Map<string, string>()
  const scripts: string[] = []
  const files: string[] = []
  let place = ''
  for (let at = 0; at < args.length; at++) {
    const [word = '', joined] = args[at]!.startsWith('--') ? args[at]!.split(/=(.*)/s) : [args[at]!]
    const name = names[word] ?? word
    if (valued.includes(name)) {
      const value = joined ?? args[++at] ?? ''
      if (name === '--eval') scripts.push(value)
      else if (name === '--file') files.push(value)
      else values.set(name, value)
    } else if (name.startsWith('--')) values.set(name, joined ?? '')
    else if (/\.(js|mongodb)$/.test(word)) files.push(word)
    else place = word
  }
  const url = /^mongodb:\/\/(?:([^:@]*):([^@]*)@)?([^:/?]+)(?::(\d+))?[^/]*(?:\/([^?]*))?(?:\?(.*))?$/.exec(place)
  const [, user, password, urlHost, urlPort, urlDatabase, settings] = url ?? []
  const plain = url ? undefined : place.split('/').at(-1)
  const database = urlDatabase || plain || 'test'
  const authSource = /authSource=([^&]*)/.exec(settings ?? '')?.[1]
  return {
    host: values.get('--host')?.replace(/:\d+$/, '') ?? urlHost ?? '127.0.0.1',
    port: Number(values.get('--port') ?? /:(\d+)$/.exec(values.get('--host') ?? '')?.[1] ?? urlPort ?? 27_017),
    database,
    authDatabase: values.get('--authenticationDatabase') ?? authSource ?? (urlDatabase || 'admin'),
    user: values.get('--username') ?? (user === undefined ? undefined : decodeURIComponent(user)),
    password: values.get('--password') ?? decodeURIComponent(password ?? ''),
    json: values.has('--json'),
    scripts,
    files,
  }
}
