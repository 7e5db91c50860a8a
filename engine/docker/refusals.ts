import type { EngineErrorCode } from '../errors.ts'
import type { EngineRequest } from '../requests.ts'
import { messageOf } from './answer.ts'
import { DECLARE_TLS, type Failure, SET_TLS } from './errors.ts'

/** An engine itself redirects only a path with an empty part. */
const ELSEWHERE = 'a name in the request is none that it takes, or its address is not that of an engine'

/** Classifies an error status and the engine's message. */
export function failureOfStatus(status: number, message: string): Failure {
  if (status < 400) return { code: 'Invalid', detail: `it sends elsewhere (${status}): ${ELSEWHERE}` }
  const said = (message.trim() || `the engine answered ${status} without a word`).replace(ENDPOINT_ID, '$1')
  const text = NO_SPACE.test(said) ? said.replace(MADE_ANEW, '/…') : said
  const known = knownTexts.find(([pattern]) => pattern.test(text))
  if (known) {
    const [, code, remedy] = known
    const obstacle = code === 'Unreachable' ? 'Misconfigured' : undefined
    return { code, detail: remedy === undefined ? text : `${text}; ${remedy}`, obstacle }
  }
  return { code: statusCodes[status] ?? (status < 500 ? 'Invalid' : 'Internal'), detail: text }
}

/** An error status, or an error within a stream, with the engine's message. `output` is what a program of the user's wrote before. */
export class StatusError extends Error {
  readonly status: number
  readonly output: string | undefined
  constructor(status: number, message: string, output?: string) {
    super(message)
    this.status = status
    this.output = output
  }
}

/** Classifies by the engine's own words. Those of the user's programs are only quoted, but for a full disk. */
export function failureOfAnswer({ status, message, output }: StatusError): Failure {
  if (output === undefined) return failureOfStatus(status, message)
  if (NO_SPACE.test(output)) return failureOfStatus(status, `${message}; ${output}`)
  const failure = failureOfStatus(status, message)
  return { ...failure, detail: `${failure.detail}; ${output}` }
}

/** The words of an engine's authorization plugin, and its name. */
const PLUGIN_DENIES = /^authorization denied by plugin ([^\s:]+)/i

/**
 * The error of an answer that is no page. An engine forbids no read by itself, but for what a registry forbids it; a plugin that forbids a
 * write may do so for what is in it.
 */
export function errorOfStatus(request: Pick<EngineRequest, 'method' | 'path'>, status: number, message: string) {
  const { method, path } = request
  const isRead = (method === 'GET' || method === 'HEAD') && !path.startsWith('/distribution/')
  if (isRead && refusesCalls(status)) return new PageError(request, status, message)
  return new StatusError(status, PLUGIN_DENIES.test(message) ? `${message} (${method} ${path})` : message)
}

/** The page of another server, such as a filtering proxy: it says nothing about the engine. Or a refusal to let us read. */
export class PageError extends StatusError {
  constructor(request: Pick<EngineRequest, 'method' | 'path'>, status: number, page: string) {
    super(status, wordsOfPage(request, status, page))
  }
}

/** How much of a page is read, in bytes: what it says may stand behind its styles. */
export const PAGE_BYTES = 4096
const PAGE_WORDS = 200

/** What the page of a proxy or another server means, in one line, and what to do. */
function wordsOfPage({ method, path }: Pick<EngineRequest, 'method' | 'path'>, status: number, page: string): string {
  const [request, message] = [`${method} ${path}`, messageOf(page)]
  const said = saidBy(message)
  if (refusesCalls(status)) {
    if (PLUGIN_DENIES.test(message))
      return `the engine's authorization plugin lets no ${request} through (${status}${said}): allow that there`
    const [, section = ''] = path.split(/\/_?/)
    const allow = `${section.toUpperCase()}=1${method === 'GET' ? '' : ' and POST=1'}`
    return `a proxy before the engine lets no ${request} through (${status}${said}): allow that there, as with ${allow} of docker-socket-proxy`
  }
  const by = `a proxy before the engine answered ${request} itself (${status}${said})`
  if (status === 429) return `${by}: have it let more calls through at once`
  if (statusCodes[status] === 'Unavailable')
    return `${by}: start the engine behind it, or see the log of that proxy for why it does not reach it`
  return `what answers ${request} (${status}) is no Docker engine${said}; check its address, and whether a proxy before it lets that through`
}

/** What a page shows, quoted in one line after a colon; nothing for an empty one. */
export function saidBy(page: string): string {
  const words = page.replace(NOT_SHOWN, ' ').replace(/\s+/g, ' ').trim()
  if (words === '') return ''
  return `: ${words.length > PAGE_WORDS ? `${words.slice(0, PAGE_WORDS)} …` : words}`
}

/** What a page does not show: comments, styles and programs, and tags, of which the last may be cut off. */
const NOT_SHOWN = /<!--[^]*?(-->|$)|<(style|script)\b[^]*?(<\/\2>|$)|<[^>]*(>|$)/gi

/** What a proxy that refuses calls means: the engine and what it runs may be well. */
export const KEPT_OUT = { keepsOut: true, obstacle: 'CallRefused' } as const

/** Whether a page with this status, where an engine has answered before, is that of a proxy which keeps calls from it. */
export function refusesCalls(status: number): boolean {
  return status === 401 || status === 403
}

/** The engine's refusal of an API version, before it does anything. */
const OTHER_VERSION = /client version .* is too (new|old)/i

/** Whether the engine refuses the API version of a request: it is not the engine with which the version was negotiated. */
export function refusesVersion(error: unknown): boolean {
  return error instanceof StatusError && OTHER_VERSION.test(error.message)
}

const START_OTHER = 'start that container, or name another one (`network_mode`, `ipc`, `pid`)'

const NO_SPACE = /no space left on device/i

/**
 * What an engine names anew at each attempt: a layer, a download, a file that it replaces. Without its name the same failure has the same
 * words, and is no news.
 */
const MADE_ANEW = /\/([0-9a-f]{64}(-init)?|GetImageBlob\d+|\.tmp-[\w.-]*\d)\b/g

/** The same of a start that is refused a port: the id of an endpoint that is gone already, after the name of its container. */
const ENDPOINT_ID = /( on endpoint \S+) \([0-9a-f]{64}\)/g

/** A registry's words for a login that is wrong, expired or missing; what only has such a name, as a file or a container, is none. */
export const LOGIN_REFUSED =
  /(?<![\w./-])unauthorized(?![./-]\w)|authentication required|no basic auth credentials|token (has |is )?expired|403 Forbidden/i

/** A registry's denial with a reason of its own; 20.10 passes it on with 500, later engines with 403. */
export const REGISTRY_DENIES = /(^|: )denied(: |$)/i

const statusCodes: Readonly<Record<number, EngineErrorCode>> = {
  400: 'Invalid',
  401: 'Invalid',
  403: 'Conflict',
  404: 'NotFound',
  405: 'Unsupported',
  409: 'Conflict',
  501: 'Unsupported',
  502: 'Unavailable',
  503: 'Unavailable',
  504: 'Unavailable',
}

/** Known messages, as most failures are just a 500. The first match wins. */
const knownTexts: readonly (readonly [RegExp, EngineErrorCode, string?])[] = [
  [
    /^Client sent an HTTP request to an HTTPS server/i,
    'Unreachable',
    `the engine wants TLS: ${SET_TLS}, or for a Node ${DECLARE_TLS}`,
  ],
  [PLUGIN_DENIES, 'Invalid', 'let that plugin allow it, or ask for what it allows'],
  [
    NO_SPACE,
    'Busy',
    'free space on the host: `docker system df -v` shows what takes it, `reconcile images prune` removes what we pulled and nothing needs, and `logging` with a max-size bounds what a container writes',
  ],
  // A command, which is quoted, may have the words of anything.
  [/returned a non-zero code|did not complete successfully|dockerfile parse error|unknown instruction/i, 'Invalid'],
  [OTHER_VERSION, 'Unsupported'],
  [
    /not a swarm manager|not part of a swarm/i,
    'Unsupported',
    'only a manager of a swarm makes such a network: take `driver: overlay` or `scope: swarm` out, and it is a bridge; or make this host a manager, with `docker swarm init` here, or of a worker with `docker node promote`',
  ],
  [/network .* is ambiguous/i, 'Unavailable'],
  // A 404 because the plugin is missing: whether the volume exists is unknown.
  [/error while checking if volume/i, 'Unavailable'],
  [
    /failed to resolve runtime path|invalid runtime name/i,
    'Invalid',
    'install that runtime on the host, or correct `runtime`',
  ],
  [
    /error looking up logging plugin/i,
    'Invalid',
    'install that plugin on the host with `docker plugin install`, or correct `logging.driver`',
  ],
  // A shim is a process of the engine, started before anything of the container.
  [
    /containerd\.sock|: unavailable(: unknown)?$|transport is closing|code = Unavailable|^unavailable: |failed to start shim/i,
    'Unavailable',
  ],
  [
    /Address already in use/,
    'Busy',
    "another container, or the network's gateway, has that address of the network: give it another one (`ipv4_address`)",
  ],
  [
    /port is already allocated|all ports are allocated|address already in use/i,
    'Busy',
    'another process or container has the port: free it, or publish another one',
  ],
  // Of a rootless engine, in whose words what its host lacks is named.
  [/cannot expose privileged port/i, 'Invalid'],
  [
    /cannot assign requested address/i,
    'Invalid',
    'its host has no such address: publish the port on one that it has, or on all (no `hostIP`)',
  ],
  [/has active endpoints|volume is in use|is being used by|is using its referenced image/i, 'Busy'],
  [/removal of container .* is already in progress|marked for removal/i, 'Busy'],
  [
    /non-overlapping IPv4 address pool|fully subnetted/i,
    'Busy',
    "remove unused networks with `docker network prune`, give it a `subnet` of its own, or widen `default-address-pools` in the engine's daemon.json",
  ],
  [LOGIN_REFUSED, 'Denied'],
  [/pull access denied|requested access to the resource is denied/i, 'NotFound', 'check the name'],
  [REGISTRY_DENIES, 'Denied'],
  [
    /certificate has expired or is not yet valid/i,
    'Invalid',
    'renew the certificate of the registry, or set the clock of the host',
  ],
  [
    /x509: (certificate (is (not )?valid for|relies on)|cannot validate certificate for)/i,
    'Invalid',
    'name the registry as its certificate does, or have that name this one as well (subjectAltName)',
  ],
  [
    /x509: |failed to verify certificate/i,
    'Invalid',
    "put the registry's CA into /etc/docker/certs.d/REGISTRY/ca.crt on the host",
  ],
  [
    /server gave HTTP response to HTTPS client/i,
    'Invalid',
    "it speaks no TLS: give it a certificate, or list it in `insecure-registries` of the engine's daemon.json",
  ],
  [/manifest unknown|manifest for .* not found|name unknown|no matching manifest/i, 'NotFound'],
  [/toomanyrequests|TLS handshake timeout|i\/o timeout|no such host|connection refused|Client\.Timeout/i, 'Busy'],
  [/no route to host|network is unreachable|server misbehaving/i, 'Busy'],
  [
    /endpoint with name \S+ already exists in network/i,
    'Conflict',
    'where no container of that name is in it, the engine keeps the name of one that is gone: `docker network disconnect -f NETWORK NAME` frees it',
  ],
  [/pool overlaps|already exists in network|is already in use by container/i, 'Conflict'],
  [
    /exec: .*(executable file not found|stat .*no such file or directory)/i,
    'Invalid',
    'its image has no such program: correct the entrypoint or the command',
  ],
  [/exec: .*permission denied/i, 'Invalid', 'the program may not be run: make it executable in the image'],
  [/OCI runtime \w+ failed|failed to create task|failed to create shim|executable file not found/i, 'Invalid'],
  // Only with cgroup v1: with v2 the kernel sets the limit, and ends processes for it.
  [
    /unable to set memory limit to|limit_in_bytes: device or resource busy/i,
    'Conflict',
    'it uses more than that now: allow more, or have it use less first',
  ],
  [
    /non-shareable IPC/i,
    'Invalid',
    'give the service whose IPC it is `ipc: shareable` (in a manifest `ipcMode: shareable`)',
  ],
  [
    /user namespaces are enabled|incompatible with user namespaces/i,
    'Invalid',
    "the engine remaps users (`userns-remap`): give it the host's with `userns_mode: host` (in a manifest `usernsMode`), or leave that out",
  ],
  [/joining \w+ namespace of container: No such container/i, 'NotFound', START_OTHER],
  [/cannot join network (namespace )?of a non running container/i, 'Conflict', START_OTHER],
  [
    /^get ?: no such volume/,
    'NotFound',
    'a container that `volumes_from` names has a mount of `type: tmpfs`, which engines share with no other: write that as `tmpfs:` there',
  ],
  [/mounts denied|error while (mounting volume|creating mount source path)|failed to mount local volume/i, 'Invalid'],
  [/error gathering device information/i, 'Invalid'],
  [
    /could not select device driver/i,
    'Invalid',
    'its host offers no such devices: install what gives them to containers (for nvidia the NVIDIA Container Toolkit), or correct `gpus` or `devices`',
  ],
  [
    /is not a shared( or slave)? mount/i,
    'Invalid',
    'share it on the host with `mount --make-rshared PATH`, or take the propagation of the mount out',
  ],
  [/unable to find user/i, 'Invalid', 'its image has no such user: correct `user`, or make it in the image'],
  [
    /unable to find group/i,
    'Invalid',
    'its image has no such group: correct `group_add` (in a manifest `groupAdd`) or that of `user`, or make it in the image',
  ],
  [/bind source path does not exist/i, 'Invalid', 'make it on the host, or correct the source of the mount'],
  [
    /failed to initialize logging driver/i,
    'Invalid',
    "where it states no `logging`, it has the driver of the engine's daemon.json: mend that on the host, or state one (`logging: {driver: local}`)",
  ],
  [/no available IPv4 addresses/i, 'Invalid', 'its network has no address left: give that a larger `subnet`'],
  [
    /no quota support/i,
    'Invalid',
    'leave `size` out, as its disk has no quotas; one of type tmpfs has its size in `o`, as size=100m',
  ],
  // For networks and volumes, older engines answer 500 or 403 where others answer 400.
  [/^invalid (subnet|gateway address|subinterface)|: invalid size|failed to parse \S+ value/i, 'Invalid'],
  [/requested \w+ mode '.*' is not valid|requested address is out of range|no available addresses on/i, 'Invalid'],
  [/must belong to the master pool|support multiple subnets|only one instance of "\w+" network/i, 'Invalid'],
]
