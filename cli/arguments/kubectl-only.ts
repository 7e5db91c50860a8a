import type { Command } from 'commander'
import { BY_CRON } from '../../api/v1/by-the-clock.ts'
import { usageError } from '../usage.ts'
import { belowOf, takesNext, verbOf } from './verb.ts'

const IN_FILES = 'write it into the manifest and `reconcile apply`, or `reconcile edit KIND/NAME`'
const ONE_CONTAINER = 'leave it out: a task is one container; `reconcile get tasks` lists them'
const TEMPLATE = "write -o jsonpath='{.spec.replicas}' or -o custom-columns=NAME:.metadata.name"
const NOT_DRAINED =
  'set `drain: true` by `reconcile edit node/NAME`: serve moves what has no data there, and `reconcile wait node/NAME --for=condition=Drained` waits for that; `unschedulable: true` only keeps new tasks off'
const OF_SELECTOR = 'name them; `reconcile get KIND -l LABELS -o name` lists them'
const FOREVER = 'leave it out: how long a container has to end is its stopGracePeriodSeconds'
const KUSTOMIZE = 'write `kubectl kustomize DIR | reconcile apply -f -`'
const NO_DRY_RUN = 'write `reconcile plan -f FILE` with the change in the file: it says every call, and changes nothing'
const SERVER = 'write --server ssh://HOST or set RECONCILE_SERVER to ask the serve of another machine (docs/remote.md)'
const OF_ALL = 'leave it out: it is of all stacks; `reconcile get all -n STACK` lists what is in one'
const NO_FILE =
  'name the objects, as service/web, or a stack with -n; `reconcile plan -f FILE` says what a file declares'
const NO_CLOCK = `nothing runs by the clock here: write a kind Service with replicas 0, and ${BY_CRON}`
const NO_CONTEXTS =
  'write --server or set RECONCILE_SERVER for a serve elsewhere (docs/remote.md); else DOCKER_HOST, and RECONCILE_HOME, say which is meant'
const TOKEN = 'set RECONCILE_TOKEN_FILE, or RECONCILE_TOKEN, to one of `reconcile token create` (docs/remote.md)'
const CERTIFICATE = 'set RECONCILE_CA_FILE to what the certificate of that serve is trusted by (docs/remote.md)'
const OF_ROLLOUT = {
  '--filename': 'name the services, as `reconcile rollout restart web`, or `reconcile rollout status web db`',
  '--selector': 'name them; `reconcile get services -l LABELS -o name` lists them',
}

/** What to write instead of verbs that only kubectl has; keys of two words take precedence. */
const VERBS: Readonly<Record<string, string>> = {
  'create secret': 'write `reconcile secret create NAME -n STACK --from-file PATH`',
  'create token': 'write `reconcile token create NAME --role view`',
  'create ns': 'leave it out: a stack is there as soon as something in it is applied, as with -n NAME',
  'create namespace': 'leave it out: a stack is there as soon as something in it is applied, as with -n NAME',
  'create -f': 'write `reconcile apply -f FILE`, which creates what is not there',
  'create --filename': 'write `reconcile apply -f FILE`, which creates what is not there',
  'create configmap': 'declare it: kind Config, or `configs` of a Compose file',
  'create deployment': 'write a Compose file or a kind Service, and `reconcile apply -f FILE`',
  'create cronjob': NO_CLOCK,
  'create ingress': 'write `ports` of a proxy of yours: docs/no-downtime.md has one',
  'create job': 'write a kind Service with mode ReplicatedJob, and `reconcile apply -f FILE`',
  'config current-context': NO_CONTEXTS,
  'config get-contexts': NO_CONTEXTS,
  'config set-context': NO_CONTEXTS,
  'config use-context': NO_CONTEXTS,
  'config view': `write \`reconcile status\`, or \`reconcile doctor\`, for what is worked with; ${NO_CONTEXTS}`,
  replace: 'write `reconcile apply -f FILE`, then `reconcile restart` where new containers are wanted',
  patch: IN_FILES,
  set: IN_FILES,
  label: IN_FILES,
  annotate: IN_FILES,
  expose: 'write `ports` into the manifest: a service answers to its name on its networks without that',
  autoscale: 'write `reconcile scale NAME=N`: nothing scales by itself here',
  diff: 'write `reconcile plan -f FILE`; with --exit-code it ends with 3 where there are changes',
  debug: 'write `reconcile exec -it NAME -- sh`, or `reconcile run --rm SERVICE sh` in a container of its own',
  'port-forward':
    'write `ports: ["127.0.0.1:8080:80"]` into the manifest; `reconcile port NAME` says what is published',
  proxy: 'write `curl --unix-socket RECONCILE_HOME/reconcile.sock http://localhost/`: docs/api.md has the paths',
  'api-resources': 'write `reconcile explain KIND`: the kinds are in docs/kinds',
  'api-versions': 'write `reconcile explain KIND`: there is reconcile.dev/v1 alone',
  'cluster-info': 'write `reconcile status`, or `reconcile doctor`',
  kustomize: KUSTOMIZE,
  drain: NOT_DRAINED,
  cordon: NOT_DRAINED,
  uncordon: 'take `drain` or `unschedulable` away by `reconcile edit node/NAME`',
  taint: 'write placement.constraints into the service',
  auth: 'write `reconcile token list`, which says the roles',
  certificate: 'write `reconcile token create NAME --role view`: who may ask has a token',
  options: 'write `reconcile get --help`: each verb lists all of its options',
  plugin: 'leave it out: there are no plugins',
}

/** Options of every kubectl verb, also accepted before it. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  '--allow-missing-template-keys': 'leave it out: a field that is missing is empty',
  '--as': SERVER,
  '--as-group': SERVER,
  '--certificate-authority': CERTIFICATE,
  '--client-certificate': TOKEN,
  '--client-key': TOKEN,
  '--cluster': SERVER,
  '--context': SERVER,
  '--kubeconfig': SERVER,
  '--field-manager': 'leave it out: docs/audit.md has who changed what',
  '--insecure-skip-tls-verify': CERTIFICATE,
  '--password': TOKEN,
  '-s': SERVER,
  '--show-managed-fields': 'leave it out: there are none',
  '--tls-server-name': CERTIFICATE,
  '--token': TOKEN,
  '--user': SERVER,
  '--username': TOKEN,
  '-v': 'leave it out: `reconcile audit` has each call of an engine; the version is `reconcile -V`',
  '--v': 'leave it out: `reconcile audit` has each call of an engine',
  '--request-timeout': 'write --timeout behind a verb that waits, as `reconcile apply --timeout 5m`',
}

/** What to write instead of options that only kubectl has, by verb and long name. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  get: {
    '--filename': NO_FILE,
    '--kustomize': NO_FILE,
    '--label-columns': 'write -o custom-columns=NAME:.metadata.name,APP:.metadata.labels.app, or --show-labels',
    '--raw': 'write `curl --unix-socket RECONCILE_HOME/reconcile.sock http://localhost/PATH`',
    '--show-kind': 'name several kinds, as `get services,tasks`, or write -o name',
    '--subresource': 'leave it out: the status is in -o yaml',
    '--template': TEMPLATE,
    '--watch-only': 'write --watch, which begins with what there is',
    '--output-watch-events': 'write --watch: what is gone is marked so',
  },
  describe: {
    '--filename': NO_FILE,
    '--kustomize': NO_FILE,
    '--show-events': 'leave it out; without events it is `reconcile get KIND/NAME -o yaml`',
  },
  apply: {
    '--dry-run': 'write `reconcile plan -f FILE`, which says each call that it would make',
    '--force': 'write `reconcile apply`, then `reconcile restart`: what has to be made anew is made anew without it',
    '--force-conflicts': 'leave it out: what `scale` or `edit` set gives way to the file, and is said',
    '--all': 'leave it out: `--prune` takes what the stacks of the files have, and the files have not',
    '--prune-allowlist': 'leave it out: `--prune` takes what the stacks of the files have, and the files have not',
    '--cascade': 'leave it out: what a service made goes with it',
    '--overwrite': 'leave it out: what `scale` or `edit` set gives way to the file, and is said',
    '--validate': 'leave it out: files are always checked, as a whole; `reconcile validate -f FILE` does only that',
    '--grace-period': FOREVER,
    '--kustomize': KUSTOMIZE,
    '--selector': 'name the files of the objects with -f',
  },
  delete: {
    '--all': 'write `reconcile delete --stack STACK` for all of a stack; else name them',
    '--all-namespaces': 'write `reconcile delete --stack STACK` for each stack',
    '--selector': OF_SELECTOR,
    '--field-selector': OF_SELECTOR,
    '--dry-run': NO_DRY_RUN,
    '--force': FOREVER,
    '--now': FOREVER,
    '--grace-period': FOREVER,
    '--cascade': 'leave it out: what a service made goes with it',
    '--interactive': 'leave it out: what is to go is named',
    '--kustomize': KUSTOMIZE,
  },
  scale: {
    '--current-replicas': 'leave it out: `reconcile get service/NAME` says how many there are',
    '--all': 'name the services, as `reconcile scale web=2 db=1`',
    '--selector': OF_SELECTOR,
    '--filename': 'name the services, as `reconcile scale web=2`',
    '--dry-run': NO_DRY_RUN,
  },
  logs: {
    '--container': ONE_CONTAINER,
    '--selector': 'name services or tasks; `reconcile get tasks -l LABELS -o name` lists them',
    '--limit-bytes': 'write --tail LINES, or | head -c BYTES',
    '--max-log-requests': 'leave it out: all are read',
    '--pod-running-timeout': 'write `reconcile wait task/NAME --for condition=Ready` before it',
  },
  exec: {
    '--container': ONE_CONTAINER,
    '--quiet': 'leave it out: nothing but what the command writes is printed',
    '--pod-running-timeout': 'write `reconcile wait task/NAME --for condition=Ready` before it',
  },
  cp: {
    '--container': ONE_CONTAINER,
    '--no-preserve': 'leave it out: owners stay behind unless -a is given',
    '--retries': 'leave it out',
  },
  events: {
    '--watch': 'write `reconcile get all --watch`, or read the log of `reconcile serve`',
    '--field-selector': 'write --for KIND/NAME, or --types Warning',
    '--no-headers': 'write -o json, which has one event per line',
  },
  wait: { '--filename': NO_FILE, '--field-selector': OF_SELECTOR },
  edit: {
    '--filename': 'name the object, as service/web, or open the file itself',
    '--validate': 'leave it out: what is written is always checked',
  },
  top: {
    '--selector': 'leave it out: -n names a stack, and `top services` sums up',
    '--field-selector': 'leave it out: -n names a stack, and `top services` sums up',
    '--containers': ONE_CONTAINER,
    '--sum': 'write `reconcile top nodes`, which has the sum',
  },
  explain: { '--api-version': 'leave it out: there is reconcile.dev/v1 alone', '--output': 'leave it out' },
  ls: { '--namespace': OF_ALL, '--stack': OF_ALL },
  status: {
    '--revision': 'leave it out; `reconcile rollout history NAME` lists them',
    ...OF_ROLLOUT,
  },
  history: {
    '--output': 'write `reconcile get revisions -o yaml`',
    ...OF_ROLLOUT,
  },
  undo: {
    '--dry-run': 'write `reconcile rollout history NAME --revision N`, which says what it runs',
    ...OF_ROLLOUT,
  },
  restart: OF_ROLLOUT,
  pause: OF_ROLLOUT,
  resume: OF_ROLLOUT,
  version: {
    '--output': 'leave it out; `reconcile status -o json` has the version of the serve',
  },
  run: { '--image': 'name a service: it runs as its containers are made, or `docker run` for any image' },
}

/** The options of `INSTEAD` by their short names. */
const LONG: ReadonlyMap<string, string> = new Map([
  ['-A', '--all-namespaces'],
  ['-L', '--label-columns'],
  ['-c', '--container'],
  ['-f', '--filename'],
  ['-i', '--interactive'],
  ['-k', '--kustomize'],
  ['-l', '--selector'],
  ['-n', '--namespace'],
  ['-o', '--output'],
  ['-q', '--quiet'],
  ['-w', '--watch'],
])

/** Refuses verbs that only kubectl has, naming ours, and kubectl's global options before the verb. */
export function refuseKubectlVerb(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  for (const word of argv.slice(0, at)) refuseOption('reconcile', word.split('=')[0] ?? '', EVERYWHERE)
  const words = argv.slice(at)
  if (!verb || !belowOf(verb, words[1])) refuseVerb(words, verb === undefined)
}

/** Refuses options that only kubectl has, naming the counterpart. Unknown ones pass; others refuse those. */
export function refuseKubectlOnly(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  if (!verb) return
  const below = belowOf(verb, argv[at + 1])
  const command = below ?? verb
  const options = [...command.options, ...root.options]
  const known = new Set(options.flatMap(({ short, long }) => [short, long]))
  for (let next = at + (below ? 2 : 1); next < argv.length && argv[next] !== '--'; next++) {
    const word = argv[next] ?? ''
    const [option = ''] = word.split('=')
    if (!known.has(option)) refuseOption(command.name(), option, { ...EVERYWHERE, ...INSTEAD[command.name()] })
    if (takesNext(options, word)) next++
  }
}

function refuseOption(name: string, option: string, remedies: Readonly<Record<string, string>>): void {
  const known = LONG.get(option) ?? option
  const remedy = Object.hasOwn(remedies, known) ? remedies[known] : undefined
  if (remedy !== undefined) throw usageError(`${name} has no ${option}, unlike kubectl`, remedy)
}

/** A verb that there is here as well is refused with its second word only, as `config view`. */
function refuseVerb([name = '', second = '']: readonly string[], isUnknown: boolean): void {
  const words = Object.hasOwn(VERBS, `${name} ${second}`) ? `${name} ${second}` : name
  const isRefused = Object.hasOwn(VERBS, words) && (isUnknown || words !== name)
  const remedy = isRefused ? VERBS[words] : undefined
  if (remedy !== undefined) throw usageError(`there is no ${words}, unlike with kubectl`, remedy)
}

/** Kinds of Kubernetes that differ here, and what to write. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(po|pods?)$/i, 'one instance of a service is a task: write tasks'],
  [
    /^(deploy|deployments?|sts|statefulsets?|ds|daemonsets?|jobs?)(\.[a-z.]*)?$/i,
    'write services: `mode` says whether one is Replicated, Global or a job',
  ],
  [/^(cj|cronjobs?)(\.[a-z.]*)?$/i, `write services; ${NO_CLOCK}`],
  [/^(rs|replicasets?|controllerrevisions?)(\.[a-z.]*)?$/i, 'write revisions'],
  [/^(pvc?|persistentvolumes?|persistentvolumeclaims?)$/i, 'write volumes'],
  [/^(ev|events?)$/i, 'write `reconcile events`'],
  [/^(ing|ingress(es)?|ep|endpoints?)$/i, 'write services: what they publish is in -o wide of tasks'],
]
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^svc$/i, 'services'],
  [/^no$/i, 'nodes'],
  [/^(cm|configmaps?)$/i, 'configs'],
  [/^(ns|namespaces?)$/i, 'stacks'],
]

/** Our word for a kind of Kubernetes that is the same thing here; other words are returned as they are. */
export function sameKind(word: string): string {
  return SAME.find(([kind]) => kind.test(word))?.[1] ?? word
}

/** What to write instead of a kind of Kubernetes. */
export function kindInstead(word: string): string | undefined {
  return KINDS.find(([kind]) => kind.test(word))?.[1]
}
