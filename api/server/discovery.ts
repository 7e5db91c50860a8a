import { API_VERSION, GROUP, isNamespaced, type Kind, kindNames, kinds, VERSION } from '../v1/kinds.ts'

/** What clients ask to learn which kinds there are; undefined for other paths. */
export function discoveryAt(pathname: string): object | undefined {
  return PATHS.test(pathname) ? documents()[pathname] : undefined
}

const PATHS = /^\/apis?(\/|$)/
const version = { groupVersion: API_VERSION, version: VERSION }
const group = { name: GROUP, versions: [version], preferredVersion: version }

function documents(): Readonly<Record<string, object>> {
  return {
    '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
    '/api/v1': {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: 'v1',
      resources: [
        { name: 'events', singularName: 'event', namespaced: true, kind: 'Event', verbs: ['list'], shortNames: ['ev'] },
        // Where clients look for what a task's process does; of pods themselves nothing is known.
        ...processesOf('pods', 'Pod'),
      ],
    },
    '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [group] },
    [`/apis/${GROUP}`]: { kind: 'APIGroup', apiVersion: 'v1', ...group },
    [`/apis/${GROUP}/${VERSION}`]: {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: API_VERSION,
      resources: kindNames.flatMap(resourcesOf),
    },
  }
}

const READS = ['get', 'list', 'watch']
const WRITES = ['create', 'delete', 'patch', 'update']

function resourcesOf(kind: Kind): object[] {
  const { plural, singular, shortName, declared } = kinds[kind]
  const namespaced = isNamespaced(kind)
  const whole = { name: plural, singularName: singular, namespaced, kind, shortNames: [shortName], categories: ['all'] }
  const scale = { name: `${plural}/scale`, group: 'autoscaling', version: 'v1', kind: 'Scale' }
  return [
    { ...whole, verbs: declared ? [...READS, ...WRITES].sort() : READS },
    { name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get'] },
    ...(kind === 'Service' ? [{ ...scale, singularName: '', namespaced, verbs: ['get', 'patch', 'update'] }] : []),
    ...(kind === 'Task' ? processesOf(plural, kind) : []),
  ]
}

/** What is asked of the process that a task runs, each by a GET. */
function processesOf(plural: string, kind: string): object[] {
  const rows = [
    { name: 'attach', kind: `${kind}AttachOptions` },
    { name: 'exec', kind: `${kind}ExecOptions` },
    { name: 'log', kind },
  ]
  return rows.map((row) => ({
    ...{ ...row, name: `${plural}/${row.name}`, singularName: '', namespaced: true },
    verbs: ['get'],
  }))
}
