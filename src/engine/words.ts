// What the engine says when it refuses, where releases use different words. These are Engine 28's;
// a persona replaces what its release says otherwise. Sources: moby daemon/errors.go and the files named beside.

/** Go prints the whole of it: the settings in the order of its struct, as `%q` or as `%v`. */
export interface HealthcheckStyle {
  readonly settings: readonly ('Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval')[]
  readonly quoted: boolean
}

/** What follows a warning of an open way in. */
export const attackSurface: string = `
         Access to the remote API is equivalent to root access on the host. Refer
         to the 'Docker daemon attack surface' section in the documentation for
         more information: https://docs.docker.com/go/attack-surface/`

export const words28 = {
  /** daemon/create.go */
  emptyConfig: (): string => 'config cannot be empty in order to create a container',
  noCommand: (): string => 'no command specified',
  /** server/httputils/httputils.go */
  invalidJson: (reason: string): string => `invalid JSON: ${reason}`,
  malformedContentType: (contentType: string, defect: string): string =>
    `malformed Content-Type header (${contentType}): mime: ${defect}`,
  wrongContentType: (contentType: string): string =>
    `unsupported Content-Type header (${contentType}): must be 'application/json'`,
  /** daemon/errors.go: errNotRunning */
  notRunning: (id: string): string => `container ${id} is not running`,
  alreadyPaused: (id: string): string => `Container ${id} is already paused`,
  /** daemon/info.go: among the warnings of /info, for a way in at a URL that lacks something */
  opensToAll: (url: string, missing: string): string =>
    `[DEPRECATION NOTICE]: API is accessible on ${url} without ${missing}.${attackSurface}\nIn future versions this will be a hard failure preventing the daemon from starting! Learn more at: https://docs.docker.com/go/api-security/`,
  /** daemon/delete.go */
  removeRunning: (name: string, state: string, _id: string): string =>
    state === 'paused'
      ? `cannot remove container "${name}": container is paused and must be unpaused first`
      : `cannot remove container "${name}": container is ${state}: stop the container before removing or force remove`,
  /** server/router/container/container_routes.go */
  cannotKill: (name: string, reason: string): string => `cannot kill container: ${name}: ${reason}`,
  /** moby/sys/signal */
  invalidSignal: (signal: string): string => `invalid signal: ${signal}`,
  unsupportedSignal: (number: number): string => `the linux daemon does not support signal ${number}`,
  /** api/types/container/hostconfig.go */
  unknownRestartPolicy: (name: string): string =>
    `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
  retriesWithoutOnFailure: (_name: string, negative: boolean): string =>
    `invalid restart policy: maximum retry count can only be used with 'on-failure'${negative ? ' and cannot be negative' : ''}`,
  negativeRetries: (): string => 'invalid restart policy: maximum retry count cannot be negative',
  /** daemon/runtime_unix.go */
  unknownRuntime: (name: string): string => `unknown or invalid runtime name: ${name}`,
  /** server/router/container/container_routes.go */
  noLogStream: (): string => 'Bad parameters: you must choose at least one stream',
  /** builder/dockerfile/dispatchers.go */
  targetNotFound: (target: string): string => `target stage ${JSON.stringify(target)} could not be found`,
  /** builder/dockerfile/containerbackend.go */
  intermediateRemoved: (id: string): string => ` ---> Removed intermediate container ${id}`,
  /** buildkit frontend/dockerfile/instructions/parse.go */
  dockerfileDefect: (line: number, reason: string): string => `dockerfile parse error on line ${line}: ${reason}`,
  unknownInstruction: (word: string, hint: string): string => `unknown instruction: ${word}${hint}`,
  unknownFlag: (name: string, hint: string): string => `unknown flag: --${name}${hint}`,
  /** buildkit frontend/dockerfile/parser/parser.go: what is written of lines that go on in empty ones */
  emptyContinuations: (lines: readonly string[]): readonly string[] => [
    ...lines.map((line) => `[WARNING]: Empty continuation line found in: ${line}\n`),
    '[WARNING]: Empty continuation lines will become errors in a future release.\n',
  ],
  /** how the history of an image tells of a health check */
  healthcheckStyle: (): HealthcheckStyle => ({
    settings: ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'],
    quoted: true,
  }),
  invalidChange: (word: string): string => `${word} is not a valid change command`,
  /** pkg/chrootarchive */
  unpackFailed: (reason: string): string => reason,
  /** server/httputils/form.go */
  emptyPath: (): string => 'bad parameter: pathcannot be empty',
  badResize: (side: 'height' | 'width', value: string, reason: string): string =>
    `invalid resize ${side} "${value}": ${reason}`,
  /** daemon/container/view.go */
  ambiguousId: (prefix: string): string => `multiple IDs found with provided prefix: ${prefix}`,
  execHasRun: (id: string): string => `exec command ${id} has already run`,
  execIsRunning: (id: string): string => `exec command ${id} is already running`,
  /** what stands before runc's reason when it refuses a container's settings */
  runcFailed: (reason: string): string =>
    `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ${reason}`,
  /** libcontainerd/remote/client.go */
  loggingFailed: (reason: string): string =>
    `failed to create task for container: failed to initialize logging driver: ${reason}`,
  /** daemon/container_operations.go */
  sharedNetworkMissing: (reason: string): string => `joining network namespace of container: ${reason}`,
  manyEndpoints: (names: readonly string[]): string =>
    `Container cannot be connected to network endpoints: ${names.join(', ')}`,
  /** server/router/image/image_routes.go */
  noCredentials: (): string => 'bad parameters and missing X-Registry-Auth: invalid X-Registry-Auth header: EOF',
  /** runconfig/hostconfig_unix.go */
  wrongIsolation: (isolation: string): string => `invalid isolation (${isolation}): linux only supports 'default'`,
  unsupportedQuality: (what: string): string =>
    `invalid option: QoS maximum ${what} configuration is not supported on linux`,
  wrongNetworkMode: (reason: string): string => `invalid network mode: ${reason}`,
  /** daemon/daemon_unix.go */
  processorsOutside: (count: number): string =>
    `range of CPUs is from 0.01 to ${count}.00, as there are only ${count} CPUs available`,
  /** daemon/list.go */
  exitCodeOfWhat: (value: string, reason: string): string => `invalid filter 'exited=${value}': ${reason}`,
  /** the runtime's reason when it does not even try to start an exec */
  execRefused: (reason: string): string => `OCI runtime exec failed: exec failed: ${reason}`,
  /** what stands before the runtime's own reason when an exec cannot be started */
  execFailed: (reason: string): string =>
    `OCI runtime exec failed: exec failed: unable to start container process: ${reason}`,
  /** what stands before the runtime's own reason when a container cannot be started */
  startFailed: (reason: string): string =>
    `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${reason}`,
  /** daemon/images/image.go; platforms as `os/architecture` */
  wrongPlatform: (name: string, actual: string, wanted: string): string =>
    `image with reference ${name} was found but its platform (${actual}) does not match the specified platform (${wanted})`,
  /** registry/session.go */
  searchLimit: (limit: number, most: number): string => `limit ${limit} is outside the range of [1, ${most}]`,
  /** daemon/images/image_inspect.go */
  imageNotInspected: (_name: string, reason: string): string => reason,
  /** github.com/distribution/reference */
  uppercaseName: (name: string): string => `invalid reference format: repository name (${name}) must be lowercase`,
  /** layer/layer_store.go: what stands before the reason when a storage driver does not start */
  storageFailed: (reason: string, driver: string): string =>
    `error initializing graphdriver: ${reason}${driver && `: ${driver}`}`,
  /** daemon/graphdriver/utils.go */
  unreadableStorageOption: (option: string): string => `unable to parse storage-opt key/value: ${option}`,
  /** daemon/graphdriver/driver.go, in the log */
  storageDeprecated: (driver: string): string =>
    `the ${driver} storage-driver is deprecated and will be removed in a future release; visit https://docs.docker.com/go/storage-driver/ for more information`,
  /** daemon/info.go: among the warnings of /info */
  storageWarning: (driver: string): string =>
    `\nWARNING: The ${driver} storage-driver is deprecated, and will be removed in a future release.\n         Refer to the documentation for more information: https://docs.docker.com/go/storage-driver/`,
  /** daemon/delete.go */
  removeFailed: (name: string, _id: string, reason: string): string => `cannot remove container "${name}": ${reason}`,
  /** daemon/internal/filters/parse.go; the reason is Go's */
  unreadableFilters: (_reason: string): string => 'invalid filter',
  /** daemon/internal/filters/errors.go */
  invalidFilter: (filter: string): string => (filter === '' ? 'invalid filter' : `invalid filter '${filter}'`),
  invalidFilterValue: (filter: string, reason: string): string => `invalid filter '${filter}': ${reason}`,
  /** daemon/libnetwork */
  emptyNetworkName: (): string => 'invalid name: name is empty',
  /** a port of the host that another program has: `0.0.0.0:80`, `172.17.0.2:80/tcp`, `address already in use` */
  portBusy: (host: string, container: string, reason: string): string =>
    `failed to bind host port for ${host}:${container}: ${reason}`,
  poolOverlaps: (): string => 'invalid pool request: Pool overlaps with other one on this address space',
  /** there is no address pool left */
  poolsExhausted: (): string => 'all predefined address pools have been fully subnetted',
  activeEndpoints: (name: string, _id: string, endpoints: readonly string[]): string =>
    `network ${name} has active endpoints (${endpoints.join(', ')})`,
  /** daemon/libnetwork/ipamapi */
  addressOutside: (_address: string): string => 'requested address is out of range',
  /** what stands before the reason when a container's networks refuse it at its start */
  networkingFailed: (reason: string): string => `failed to set up container networking: ${reason}`,
  /** daemon/container_operations.go */
  connectToHost: (): string =>
    'cannot connect container to host network - container must be created in host network mode',
  disconnectFromHost: (): string =>
    'cannot disconnect container from host network - container was created in host network mode',
  invalidWaitCondition: (condition: string): string => `invalid condition: "${condition}"`,
}

export type Words = typeof words28

const UPPERCASE = /invalid reference format: repository name \(([^()]*)\) must be lowercase/

/** What is wrong with the name of an image, in the words of the release: what reads names does not know of releases. */
export const inWordsOf = (words: Words, message: string): string =>
  message.replace(UPPERCASE, (_, name: string) => words.uppercaseName(name))
