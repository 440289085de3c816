// What a registry is told by its configuration file and by REGISTRY_ variables, of which the latter count for more.
import { readYaml, YamlProblem } from '../../../codec/located-yaml.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'

export interface RegistrySettings {
  /** undefined: of every address of the container */
  readonly host: string | undefined
  readonly port: number
  /** where everything lies */
  readonly root: string
  readonly deletes: boolean
  readonly accessLog: boolean
}

/** Tells why the registry cannot start. */
export class SettingsProblem extends Error {}

/** Rejects with a SettingsProblem. */
export async function readRegistrySettings(process: Process, path: string): Promise<RegistrySettings> {
  const config = await readConfig(process, path)
  const setting = (...names: readonly string[]): unknown => {
    const given = process.env[['REGISTRY', ...names].join('_').toUpperCase()]
    if (given !== undefined) return given
    return names.reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], config)
  }
  const isOn = (...names: readonly string[]): boolean => String(setting(...names) ?? 'false') === 'true'
  for (const unknown of [['auth'], ['http', 'tls', 'certificate'], ['proxy', 'remoteurl']] as const) {
    if (setting(...unknown)) throw new SettingsProblem(`mockerd does not simulate the setting ${unknown.join('.')}`)
  }
  const address = String(setting('http', 'addr') ?? ':5000')
  const [, host = '', port] = /^(.*):(\d+)$/.exec(address) ?? []
  if (port === undefined) throw new SettingsProblem(`listen tcp: address ${address}: missing port in address`)
  return {
    host: host === '' || host === '[::]' ? undefined : host,
    port: Number(port),
    root: `${String(setting('storage', 'filesystem', 'rootdirectory') ?? '/var/lib/registry')}/docker/registry/v2`,
    deletes: isOn('storage', 'delete', 'enabled'),
    accessLog: !isOn('log', 'accesslog', 'disabled'),
  }
}

async function readConfig(process: Process, path: string): Promise<unknown> {
  try {
    return (await readYaml(process.files.readText(path)))[0]?.value
  } catch (error) {
    if (error instanceof YamlProblem) throw new SettingsProblem(`error parsing ${path}: ${error.message}`)
    if (error instanceof FileError) throw new SettingsProblem(`open ${path}: ${error.message.toLowerCase()}`)
    throw error
  }
}
