import type { V1RestartPolicy, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { MOST_REPLICAS } from '../../api/v1/replicas.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { itemsOf } from '../node.ts'
import { absolutePath } from '../paths.ts'
import { keyValues } from '../readers/key-values.ts'
import { listOf } from '../readers/lists.ts'
import { orNothing, refuse } from '../readers/reader.ts'
import { filledText, flag, integer, oneOf, text } from '../readers/scalars.ts'
import { durationSeconds } from '../units/duration.ts'
import type { EnvFileReference, ServiceDraft } from '../service-draft.ts'
import type { Attribute, AttributeTable } from './attribute.ts'
import { field, mapOf, read, refused, within } from './attribute.ts'
import { containerAttributes } from './container.ts'
import { dependsOn, links, namespaceMode, volumesFrom } from './dependencies.ts'
import { deploy } from './deploy.ts'
import { develop } from './develop.ts'
import { attachments } from './networks.ts'
import { preStart } from './pre-start.ts'

const pullPolicies = {
  always: 'Always',
  never: 'Never',
  missing: 'Missing',
  if_not_present: 'Missing',
  build: 'Build',
  daily: 'Daily',
  weekly: 'Weekly',
} as const

const EVERY = 'every_'

/** `pull_policy`; `every_12h` becomes Missing with an interval. */
const pullPolicy: Attribute<V1TaskTemplate> = read('pullPolicy', (node, template, context) => {
  const { value } = node
  if (typeof value !== 'string' || !value.startsWith(EVERY)) {
    const policy = oneOf(pullPolicies)(node, context)
    if (policy !== undefined) template.pullPolicy = policy
    return
  }
  const seconds = durationSeconds(value.slice(EVERY.length))
  if (seconds === undefined || seconds < 1)
    refuse(node, context, 'every_ with a duration of at least 1s, such as every_12h')
  else Object.assign(template, { pullPolicy: 'Missing', pullIntervalSeconds: seconds })
})

/** `environment`; in a list no space may come before the `=`, as in a shell. */
const environment: Attribute<ServiceDraft> = read('spec.template.env', (node, draft, context) => {
  draft.environment = keyValues(node, context) ?? []
  const spaced = Array.isArray(node.value) ? draft.environment.filter(({ key }) => /\s$/.test(key)) : []
  for (const entry of spaced) context.error(entry.node, 'has a space after its name: take it out')
})

const envFileAttributes: AttributeTable<{ path?: string; required?: boolean; format?: 'raw' }> = {
  path: field('path', filledText),
  required: field('required', flag),
  format: field('format', orNothing(oneOf({ raw: 'raw' } as const))),
}

const envFileWords: AttributeTable<never> = Object.fromEntries(
  Object.keys(envFileAttributes).map((name) => [name, read('how the file is read', () => undefined)]),
)

const envFile: Attribute<ServiceDraft> = read(
  'spec.template.env',
  (node, draft, context) => {
    const items = Array.isArray(node.value) ? itemsOf(node) : [node]
    draft.envFiles = items.flatMap((item) => envFileOf(item, context) ?? [])
  },
  envFileWords,
)

const envFileMap = mapOf<{ path?: string; required?: boolean; format?: 'raw' }>(envFileAttributes, () => ({}), ['path'])

function envFileOf(node: Node, context: Context): EnvFileReference | undefined {
  const isMap = typeof node.value === 'object' && node.value !== null
  const {
    path,
    required = true,
    format,
  } = isMap ? (envFileMap(node, context) ?? {}) : { path: filledText(node, context) }
  if (path === undefined) return undefined
  const remedy = `make it, or write ${isMap ? 'required: false beside its path' : `{ path: ${path}, required: false }`}`
  return { path: absolutePath(path, context), required, raw: format === 'raw', remedy, node }
}

const labelFile: Attribute<ServiceDraft> = read('spec.template.labels', (node, draft) => {
  draft.labelFiles = Array.isArray(node.value) ? itemsOf(node) : [node]
})

/** `restart`; an unquoted `no` is false in files written for YAML 1.1. */
const restart: Attribute<ServiceDraft> = read('spec.template.restartPolicy', (node, draft, context) => {
  if (node.value === '') return
  // The reader of text would suggest putting the value in quotes, but "true" is no policy either.
  if (node.value === true) return refuse(node, context, `always, as \`restart: always\`, or "no"`)
  const value = node.value === false ? { condition: 'Never' as const } : restartWord(node, context)
  if (value) draft.restart = { value, node }
})

/** `none` and `any` are words of `deploy.restart_policy`, which Compose accepts here too. */
const restartConditions: Readonly<Record<string, V1RestartPolicy>> = {
  no: { condition: 'Never' },
  none: { condition: 'Never' },
  always: { condition: 'Always' },
  any: { condition: 'Always' },
  'unless-stopped': { condition: 'UnlessStopped' },
  'on-failure': { condition: 'OnFailure' },
}

function restartWord(node: Node, context: Context): V1RestartPolicy | undefined {
  const word = typeof node.value === 'string' ? node.value : ''
  const [, attempts] = /^on-failure:(\d{1,9})$/.exec(word) ?? []
  if (attempts !== undefined) return { condition: 'OnFailure', maxAttempts: Number(attempts) }
  if (Object.hasOwn(restartConditions, word)) return { ...restartConditions[word] }
  return refuse(node, context, 'one of "no", always, unless-stopped, on-failure, on-failure:N')
}

const profiles: Attribute<ServiceDraft> = read('whether it takes part', (node, draft, context) => {
  // An empty name is kept: Compose activates that profile where COMPOSE_PROFILES is empty.
  draft.profiles = listOf(text)(node, context) ?? []
})

const specAttributes: AttributeTable<V1ServiceSpec> = {
  container_name: field('containerName', filledText),
  scale: field('replicas', integer({ max: MOST_REPLICAS })),
}

const templateAttributes: AttributeTable<V1TaskTemplate> = {
  ...containerAttributes,
  networks: field('networks', attachments),
  pull_policy: pullPolicy,
}

/** All attributes of a service. */
export const serviceAttributes: AttributeTable<ServiceDraft> = {
  ...within<ServiceDraft, V1TaskTemplate>('spec.template', templateAttributes, (draft) => draft.spec.template),
  ...within<ServiceDraft, V1ServiceSpec>('spec', specAttributes, (draft) => draft.spec),
  attach: read('nothing: logs are shown of what is asked for', (node, _, context) => void flag(node, context)),
  credential_spec: refused('managed service accounts of Windows can not be given to a container here'),
  depends_on: dependsOn,
  deploy,
  develop,
  env_file: envFile,
  environment,
  // Resolved when the files are merged, so a service already contains what it extends.
  extends: read('what both services say', () => undefined),
  ipc: namespaceMode('ipcMode'),
  label_file: labelFile,
  links,
  models: refused('run the model as a service of its own and give its address in environment'),
  network_mode: namespaceMode('networkMode'),
  pid: namespaceMode('pidMode'),
  pre_start: preStart,
  profiles,
  provider: refused('services that another program provides are started by that program: take this one out'),
  pull_refresh_after: refused('write pull_policy: every_12h, or as often as it says'),
  restart,
  use_api_socket: refused('mount the socket with volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'),
  volumes_from: volumesFrom,
}
