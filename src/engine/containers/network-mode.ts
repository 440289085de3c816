// What does not go together with the network mode of a container (moby runconfig/hostconfig.go: validateNetContainerMode).
import { invalid } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import type { ContainerConfig } from './config.ts'
import type { HostConfig } from './host-config.ts'

const filled = (value: object | null | undefined): boolean => Object.keys(value ?? {}).length > 0

/** @param asked the request's Config, before the image's is added */
export function checkNetworkMode(asked: ContainerConfig, config: HostConfig, words: Words): void {
  const refuse = (what: string): never => {
    throw invalid(`conflicting options: ${what}`)
  }
  const { NetworkMode: mode } = config
  const withLinks = "can't be used with links. This would result in undefined behavior"
  if (mode.startsWith('container:')) {
    if (mode === 'container:') throw invalid(words.wrongNetworkMode('invalid container format container:<name|id>'))
    if (asked.Hostname) refuse('hostname and the network mode')
    if (filled(config.Links)) refuse(`container type network ${withLinks}`)
    if (filled(config.Dns)) refuse('dns and the network mode')
    if (filled(config.ExtraHosts)) refuse('custom host-to-IP mapping and the network mode')
    if (filled(config.PortBindings) || config.PublishAllPorts) {
      refuse('port publishing and the container type network mode')
    }
    if (filled(asked.ExposedPorts)) refuse('port exposing and the container type network mode')
  }
  if (config.UTSMode === 'host' && asked.Hostname) refuse('hostname and the UTS mode')
  if (mode === 'host' && filled(config.Links)) refuse(`host type networking ${withLinks}`)
}
