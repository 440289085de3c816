// Which engine a daemon plays: what of it is data. The personas themselves are in daemon/personas.
import type { Words } from './words.ts'

/** Names of the ways in which releases behave differently; code asks for a name, never for a version. */
export type Difference =
  /** a push without X-Registry-Auth, and without a body that tells the same, is refused */
  | 'push-needs-credentials'
  /** copying to what is no directory has no class of its own (500) */
  | 'no-directory-is-a-failure'
  /** copying to what is read-only is forbidden (403) */
  | 'read-only-is-forbidden'
  /** /info for requests below 1.50 goes through a map: its keys come sorted */
  | 'old-info-has-sorted-keys'
  /** the event of a container's end does not tell how long it ran */
  | 'die-tells-no-duration'
  /** /system/df says null where there is no build cache, not an empty list */
  | 'no-build-cache-is-null'
  /** that a stopped container is taken out of a network is an event */
  | 'disconnecting-stopped-is-news'
  /** nothing marks a volume that was made without a name */
  | 'anonymous-volumes-have-no-label'
  /** a network without subnets has an empty list of them, not null */
  | 'no-subnets-are-an-empty-list'
  /** who is in an internal network is told its gateway, too */
  | 'internal-networks-have-a-gateway'
  /** networks and endpoints are hardly looked at before they are used; some refusals have no class (500) */
  | 'networks-are-checked-late'
  /** legacy links give no environment variables */
  | 'links-set-no-variables'
  /** an endpoint has no option for the name of its interface */
  | 'interfaces-cannot-be-named'
  /** the modes of gateways are options like others that nobody knows */
  | 'no-gateway-modes'
  /** a network of IPv6 must be told its subnet */
  | 'no-ipv6-by-default'
  /** a container joins its networks before its mounts and its command are looked at */
  | 'networks-come-before-the-task'
  /** the storage driver's data of a container do not repeat its id */
  | 'layer-ids-are-not-shown'
  /** a running container is renamed without asking for its networks */
  | 'renaming-asks-no-network'
  /** clients of before 1.24 are refused in JSON, not in plain text */
  | 'old-clients-get-json-errors'
  /** /etc/resolv.conf says nothing of how it came to be */
  | 'resolv-conf-is-plain'
  /** the prefixes of IPv6 in /etc/hosts end in `::0` */
  | 'hosts-have-prefixes-with-zero'
  /** /info expects a commit even where it is known by none */
  | 'no-commit-is-expected-too'
  /** a container is looked for before the signal, and one that Linux has not has no class of its own (500) */
  | 'unsupported-signals-are-failures'
  /** an engine's id looks like the fingerprint of a key: twelve groups of four letters */
  | 'engine-ids-are-fingerprints'
  /** an update looks for its container before it looks at the new limits */
  | 'updates-find-the-container-first'
  /** /etc/resolv.conf does not say which servers are asked from the host */
  | 'host-servers-are-not-marked'
  /** filters that cannot be read have no class of their own (500) */
  | 'unreadable-filters-are-a-failure'
  /** inspect shows all of an image's configuration, in the order of Go's struct */
  | 'image-configs-are-whole'
  /** an image that was made of no container has one with an empty name */
  | 'no-container-is-an-empty-name'
  /** a new name for an image is read only when it is given, and a wrong one has no class (500) */
  | 'image-names-are-checked-late'
  /** what is wrong with a search, or its registry, has no class of its own (500) */
  | 'searches-are-failures'
  /** what a registry refuses to a pull has no class of its own (500), unless there is no such thing */
  | 'pull-refusals-are-failures'
  /** that a registry does not know who logs in has no class of its own (500) */
  | 'login-refusals-are-failures'
  /** what registries say is taken for JSON, whatever it says that it is */
  | 'registry-errors-are-json'
  /** the storage drivers aufs and overlay are there, though deprecated */
  | 'aufs-and-overlay-are-there'
  /** an archive of images has a folder for each layer, and is no OCI layout */
  | 'images-are-saved-as-folders'
  /** archives have the names of their files' owners beside the numbers */
  | 'archives-name-owners'
  /** a path that cannot be copied from is told with where the host has the container's files */
  | 'copied-paths-name-the-host'
  /** so is devicemapper */
  | 'devicemapper-is-there'
  /** a deprecated storage driver that has content is taken without being named */
  | 'old-drivers-go-on'
  /** containerd's snapshotters can be named as storage drivers */
  | 'snapshotters-are-drivers'
  /** the storage driver btrfs tells what it was built with */
  | 'btrfs-tells-its-versions'
  /** the storage driver overlay2 has an option to look at the kernel's version */
  | 'overlay2-may-check-the-kernel'
  /** the storage driver vfs has no option to lose extended attributes */
  | 'vfs-keeps-all-xattrs'
  /** authorization plugins do not see bodies from 1 MiB on, which are refused later (CVE-2026-34040) */
  | 'authorization-passes-long-bodies'
  /** devices are looked for in no directory of CDI specifications */
  | 'no-device-specifications'
  /** a container is known by its id and host name in a network only when it has been connected to it */
  | 'aliases-come-with-the-connection'
  /** the error that ends a stream of progress goes through a map: `error` comes before `errorDetail` */
  | 'stream-errors-have-sorted-keys'
  /** progress comes in numbers only, without the bar that old clients print */
  | 'progress-has-no-bar'
  /** events for requests below 1.52 go through a map: their keys come sorted */
  | 'old-events-have-sorted-keys'
  /** bodies of requests are read without much care: what follows the JSON is ignored, but nothing at all is refused */
  | 'json-is-read-carelessly'
  /** what was left blank of a restart policy and a runtime is shown as blank; the runtime until the first start */
  | 'blank-settings-stay-blank'
  /** the default network mode is shown as `default` */
  | 'default-network-keeps-its-name'
  /** limits of kernel memory are shown though there are none */
  | 'kernel-memory-is-told'
  /** what tells of the processors' work is not hidden from containers */
  | 'interrupts-are-not-masked'
  | 'powercap-is-not-masked'
  /** inspect shows the network namespace that a container had last */
  | 'sandboxes-are-remembered'
  /** a reply with logs does not say what it is */
  | 'logs-have-no-content-type'
  /** a single sample of stats that waits for no second one tells whose it is, too */
  | 'one-shot-stats-have-a-name'
  /** a sample of stats tells whose it is after most of what it says */
  | 'stats-end-with-the-name'
  /** a sample of stats tells of the operating system; a stream may be asked for with `one-shot`, which has no effect */
  | 'stats-tell-the-system'
  /** waiting for something unknown is waiting for the end */
  | 'wait-conditions-are-not-checked'
  /** wait says null where there was no error */
  | 'wait-tells-of-no-error'
  /** `die` is told before a container has left its networks and volumes */
  | 'ends-are-told-before-cleaning-up'
  /** asking for a volume that is there tells of its making once more */
  | 'volumes-are-made-again'
  /** the user of an exec is looked for when it is started */
  | 'execs-check-users-late'
  /** an exec that cannot be started has ended with 126, whatever the reason */
  | 'failed-execs-end-with-126'
  /** an isolation, a quality of service or real-time limits that Linux has not have no class of their own (500) */
  | 'unsupported-options-are-failures'
  /** the names of namespaces are not looked at before a container starts, and then only that of IPC */
  | 'namespaces-are-checked-late'
  /** filters, sizes and ids of builds that make no sense have no class of their own (500) */
  | 'wrong-filter-values-are-failures'
  /** requests of versions that an operation is newer than are refused, not answered */
  | 'operations-have-a-minimum'
  /** /events comes as application/x-ndjson or application/json-seq to who takes them, or anything */
  | 'events-are-negotiated'
  /** the log has sentences in the place of fields, and nothing of BuildKit */
  | 'logs-are-sentences'
  /** the log does not tell that addresses of TCP without TLS will be refused */
  | 'open-ports-need-no-notice'
  /** the log calls the storage driver a graph driver */
  | 'logs-name-graph-drivers'
  /** and one of many */
  | 'several-graph-drivers-are-logged'
  /** SecurityOptions of /info do not say that processes gain no privileges */
  | 'lost-privileges-are-not-told'
  /** /info does not warn of a seccomp profile that is not dockerd's own */
  | 'seccomp-profiles-give-no-warning'
  /** `host-gateway` stands for one address, of IPv4 if nothing is told */
  | 'host-gateway-is-one-address'
  /** the event of a reload has one of artifacts that are not given on */
  | 'reloads-tell-of-artifacts'
  /** the event of a reload has attributes of the cluster stores of early swarms */
  | 'reloads-tell-of-cluster-stores'
  /** /info warns of a host with version 1 of control groups */
  | 'old-cgroups-are-deprecated'
  /** from 1.52 on /events calls its lines application/jsonl; another type must be asked for by its name */
  | 'events-are-json-lines'

/** How messages tell where in a JSON body a wrong type is: with the releases of Go that engines were built with. */
export type ComplaintStyle = 'fields' | 'embedded' | 'path'

export interface Persona {
  /** As `--engine` takes it. */
  readonly name: string
  readonly version: string
  readonly apiVersion: string
  readonly minApiVersion: string
  /** The lowest that DOCKER_MIN_API_VERSION may make the minimum; left out where the release does not know that. */
  readonly lowestApiVersion?: string
  readonly gitCommit: string
  readonly goVersion: string
  /** RFC 3339 */
  readonly buildTime: string
  /** `Platform.Name` of /version */
  readonly platform: string
  readonly containerd: Component
  readonly runc: Component
  readonly init: Component
  /** Headers that ping has besides those of every reply. */
  readonly ping: Readonly<Record<string, string>>
  readonly info: InfoTraits
  /** What Podman has that Docker has not; left out for a Docker Engine. */
  readonly podman?: PodmanTraits
  readonly json: JsonTraits
  readonly words: Words
  readonly differences: ReadonlySet<Difference>
}

/** How Podman introduces itself in its Docker-compatible API. */
export interface PodmanTraits {
  readonly buildah: string
  readonly conmon: { readonly version: string; readonly package: string }
  readonly runtime: { readonly name: string; readonly version: string; readonly package: string }
  readonly networkPlugins: readonly string[]
}

/** How the release complains about JSON bodies. */
export interface JsonTraits {
  readonly style: ComplaintStyle
  /** Go types of bodies that are not called as in Engine 28, by operation. */
  readonly bodies: Readonly<Record<string, string>>
}

interface Component {
  readonly version: string
  readonly commit: string
}

/** What /info says differently from release to release. */
export interface InfoTraits {
  /** Fields that this release has not, though the API version has them. */
  readonly without: readonly string[]
  /** Keys of DriverStatus that this release does not show. */
  readonly withoutDriverStatus: readonly string[]
  readonly logDrivers: readonly string[]
  readonly runtimes: readonly string[]
  /** What runtimes say of themselves (`status` of a runtime); undefined where the release does not ask them. */
  readonly runtimeFeatures: string | undefined
  /** the name of dockerd's own seccomp profile */
  readonly seccompProfile: string
  /** `RegistryConfig`, in the order of the release. */
  readonly registryConfig: Readonly<Record<string, unknown>>
  /** what older requests are told of bridged traffic and iptables, whatever the kernel does */
  readonly bridgeFiltering: boolean
}
