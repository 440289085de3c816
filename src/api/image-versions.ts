// What clients of older API versions see of images: moby daemon/server/router/image, getImagesJSON and getImagesByName.
import type { ImageDetails } from '../engine/images/inspect.ts'
import type { ImageSummary } from '../engine/images/list.ts'
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

/** An image in full as a version has it. */
export function detailsFor(version: string, details: ImageDetails): object {
  if (!before(version, '1.50')) return details
  const { Id, RepoTags, RepoDigests, Parent, Comment, Created, DockerVersion, Author, Config, ...rest } = details
  const { Architecture, Variant, Os, OsVersion, Size, ...last } = rest
  return {
    ...{ Id, RepoTags, RepoDigests, Parent, Comment },
    ...(Created === undefined ? {} : { Created }),
    ...(before(version, '1.45') ? { ContainerConfig: emptyContainerConfig } : {}),
    ...{ DockerVersion, Author, Architecture },
    ...(Variant === undefined ? {} : { Variant }),
    Os,
    ...(OsVersion === undefined ? {} : { OsVersion }),
    Size,
    ...(before(version, '1.44') ? { VirtualSize: Size } : {}),
    ...last,
    Config: sorted({ ...unsetByImages, ...Config }),
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

/** The container that a step of a build ran in: none, for an image that was pulled or loaded. */
const emptyContainerConfig = {
  Hostname: '',
  Domainname: '',
  User: '',
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: null,
  Cmd: null,
  Image: '',
  Volumes: null,
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: null,
}
