// What a container must be created with to become what an inspect shows.
import { type Container, nameOf } from './inspected.ts'

/**
 * @param images what each name stands for now
 * @param all to name those that it refers to: their ids are others in the copy
 */
export function createBody(
  container: Container,
  images: ReadonlyMap<string, string>,
  all: readonly Container[],
): Record<string, unknown> {
  const { Config, HostConfig, Image, NetworkSettings } = container
  const named = (reference: string): string => {
    const other = all.find(({ Id }) => reference !== '' && Id.startsWith(reference))
    return other ? nameOf(other) : reference
  }
  const modeOf = (mode: string): string =>
    mode.startsWith('container:') ? `container:${named(mode.slice('container:'.length))}` : mode
  const endpoints = Object.entries(NetworkSettings.Networks).map(([network, endpoint]) => [
    network,
    {
      IPAMConfig: endpoint.IPAMConfig,
      Aliases: endpoint.Aliases,
      DriverOpts: endpoint.DriverOpts,
      Links: endpoint.Links,
    },
  ])
  const isGuest = HostConfig.NetworkMode.startsWith('container:')
  return {
    ...Config,
    // it has the name of the container whose network it uses, and may not be created with one
    ...(isGuest && { Hostname: '', Domainname: '' }),
    // a name may stand for another image by now
    Image: images.get(Config.Image) === Image ? Config.Image : Image,
    HostConfig: {
      ...HostConfig,
      NetworkMode: modeOf(HostConfig.NetworkMode),
      VolumesFrom: HostConfig.VolumesFrom?.map((one) => one.replace(/^[^:]*/, named)),
      // shown as /other:/this/alias
      Links: HostConfig.Links?.map((link) => link.replace(/^\/?([^:]*):.*\/([^/]*)$/, '$1:$2')),
      Binds: [...(HostConfig.Binds ?? []), ...unnamedVolumes(container)],
    },
    ...(isOwn(HostConfig.NetworkMode) && { NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) } }),
  }
}

/** Whether the container has networks of its own. */
const isOwn = (mode: string): boolean => mode !== 'host' && mode !== 'none' && !mode.startsWith('container:')

/** Volumes that the engine had made for it: to have the same ones they are named. */
function unnamedVolumes({ HostConfig, Mounts }: Container): string[] {
  const said = new Set([
    ...(HostConfig.Binds ?? []).map((bind) => bind.split(':')[1]),
    ...(HostConfig.Mounts ?? []).map(({ Target }) => Target),
  ])
  const inherits = (HostConfig.VolumesFrom ?? []).length > 0
  return Mounts.flatMap(({ Type, Name, Destination, RW }) =>
    Type === 'volume' && Name !== undefined && !said.has(Destination) && !inherits
      ? [`${Name}:${Destination}${RW ? '' : ':ro'}`]
      : [],
  )
}
