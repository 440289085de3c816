// Everything that replies show of a daemon, to hold one moment against another.
import type Dockerode from 'dockerode'
import type { TestDaemon } from '../test-daemon.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON of many operations
type Json = any

export async function everything({ dockerode }: Pick<TestDaemon, 'dockerode'>): Promise<Json> {
  const [containers, images, volumes, networks, usage, info] = await Promise.all([
    dockerode.listContainers({ all: true, size: true } as object) as Promise<Json[]>,
    dockerode.listImages({ all: true, digests: true }),
    dockerode.listVolumes(),
    dockerode.listNetworks(),
    dockerode.df() as Promise<Json>,
    dockerode.info(),
  ])
  const { Containers, ContainersRunning, ContainersPaused, Images, DriverStatus, ID, Name } = info
  return withoutAges({
    containers,
    details: await Promise.all(containers.map(({ Id }) => detailsOf(dockerode.getContainer(Id)))),
    images,
    imageDetails: await Promise.all(images.map(({ Id }) => dockerode.getImage(Id).inspect())),
    histories: await Promise.all(images.map(({ Id }) => dockerode.getImage(Id).history())),
    volumes,
    networks: await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).inspect())),
    usage,
    info: { Containers, ContainersRunning, ContainersPaused, Images, DriverStatus, ID, Name },
  })
}

/** Time goes on: how long ago something was is another matter. */
const withoutAges = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (key, field) =>
      key === 'Status' ? String(field).replace(/(\d+|a|an|about|less) .*/i, '') : field,
    ),
  )

async function detailsOf(container: Dockerode.Container): Promise<Json> {
  const log = await container.logs({ stdout: true, stderr: true, timestamps: true })
  const shown: Json = await container.inspect({ size: true } as object)
  return { shown, changes: await container.changes(), log: log.toString() }
}
