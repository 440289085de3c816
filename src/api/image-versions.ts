// What clients of older API versions see of images: moby daemon/server/router/image, getImagesJSON and getImagesByName.
import { NEVER } from '../codec/timestamp.ts'
import type { ImageDetails } from '../engine/images/inspect.ts'
import type { ImageSummary } from '../engine/images/list.ts'
import type { Difference } from '../engine/persona.ts'
import type { ImageConfig } from '../registry/manifest.ts'
import { wholeConfig } from './image-config.ts'
import { compareVersions } from './version.ts'

const before = (version: string, border: string): boolean => compareVersions(version, border) < 0

/** A list as a version has it. */
export function summariesFor(version: string, summaries: readonly ImageSummary[]): readonly object[] {
  if (!before(version, '1.51')) return summaries
  return summaries.map((summary) => ({
    ...summary,
    Containers: -1,
    ...(before(version, '1.43') ? oldNames(summary) : {}),
    ...(before(version, '1.44') ? { VirtualSize: summary.Size } : {}),
  }))
}

/** An image without any name was called `<none>`, and an empty list was null. */
function oldNames({ RepoTags, RepoDigests }: ImageSummary): object {
  if (RepoTags.length === 0 && RepoDigests.length === 0) {
    return { RepoDigests: ['<none>@<none>'], RepoTags: ['<none>:<none>'] }
  }
  return {
    RepoDigests: RepoDigests.length > 0 ? RepoDigests : null,
    RepoTags: RepoTags.length > 0 ? RepoTags : null,
  }
}

/** What an image keeps of how it was made. */
type Origin = Pick<ImageConfig, 'config' | 'container' | 'container_config'>

/** An image in full as a version has it. */
export function detailsFor(version: string, details: ImageDetails, origin: Origin = {}): object {
  if (!before(version, '1.50')) return details
  return {
    ...head(version, details, origin),
    ...body(version, details),
    Config: sorted({ ...unsetByImages, ...details.Config }),
  }
}

/** Since 1.52 an image that containerd keeps tells of no storage driver (moby daemon/containerd/image_inspect.go). */
export function withoutDriver(version: string, details: object): object {
  if (before(version, '1.52')) return details
  return Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'GraphDriver'))
}

/** The same of a release that shows the whole configuration, as it is in the image, and the container in any case. */
export function wholeDetailsFor(
  version: string,
  details: ImageDetails,
  origin: Origin,
  differences: ReadonlySet<Difference>,
): object {
  return {
    ...head(version, details, origin, differences.has('no-container-is-an-empty-name')),
    Config: wholeConfig(origin.config),
    ...body(version, details),
  }
}

function head(version: string, details: ImageDetails, origin: Origin, tellsOfNone = false): object {
  const { Id, RepoTags, RepoDigests, Parent, Comment, Created, DockerVersion, Author } = details
  const { container = '', container_config } = origin
  return {
    ...{ Id, RepoTags, RepoDigests, Parent, Comment },
    ...(Created !== undefined ? { Created } : before(version, '1.44') ? { Created: NEVER } : {}),
    ...(before(version, '1.45') && {
      ...((container || tellsOfNone) && { Container: container }),
      ContainerConfig: wholeConfig(container_config),
    }),
    ...{ DockerVersion, Author },
  }
}

function body(version: string, details: ImageDetails): object {
  const { Architecture, Variant, Os, OsVersion, Size, GraphDriver, RootFS, Metadata } = details
  return {
    Architecture,
    ...(Variant === undefined ? {} : { Variant }),
    Os,
    ...(OsVersion === undefined ? {} : { OsVersion }),
    Size,
    ...(before(version, '1.44') ? { VirtualSize: Size } : {}),
    ...{ GraphDriver, RootFS, Metadata },
  }
}

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Fields of a container's configuration that an image never sets. */
const unsetByImages = {
  AttachStderr: false,
  AttachStdin: false,
  AttachStdout: false,
  Domainname: '',
  Hostname: '',
  Image: '',
  OpenStdin: false,
  StdinOnce: false,
  Tty: false,
}
