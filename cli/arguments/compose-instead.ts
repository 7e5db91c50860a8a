/**
 * What to write instead of each option of docker compose. The key `''` is the verb itself, where we have none of that name; `SERVICE` is
 * for service names after a verb that takes none here.
 */
export type Counterparts = Readonly<Record<string, string>>

const NO_GRACE = 'leave it out: how long each has to end is its stop_grace_period'
const IN_FILES = 'put it before the verb, or say which file and which name it is with `-f FILE` and `-n NAME`'
const OURS = 'leave it out, or take the fields out of `-o json`: there are no templates of Go here'
const BACKGROUND = 'let a shell do it: `reconcile exec SERVICE sh -c "COMMAND &"`'
const NOT_WAITED =
  'leave it out: it returns once everything is ready, and attaches to nothing; with --no-wait as soon as a running serve has accepted it'
const DIGESTS = 'leave it out; `reconcile images` says the digest that each tag stands for where it runs'
const NOTHING_ELSE = 'leave it out: nothing else is touched'
const NEVER_ORPHANS =
  'leave it out; `reconcile up --remove-orphans` takes away what is not in the files, and `down --remove-orphans` all of the stack'
const BUILDER = 'leave it out: one builder is found for one Dockerfile (docs/images.md)'
const ATTESTED = 'leave it out: an attestation is asked for with build.provenance and build.sbom in the file'
const PUSHED = 'leave it out, and push with `docker push NAME:TAG`'
const ENDING =
  'write `reconcile run --rm SERVICE`, which starts what it depends on and ends with its exit code; then `reconcile down`'
const ATTACHED = 'leave it out, and read along with `reconcile logs -f`'
const IN_FILE = (key: string) => `leave it out, and write ${key} in the file`

/** Counterparts for `apply`, for options of docker compose's `up` that `apply` lacks. */
export const ofUp: Counterparts = { '-d': NOT_WAITED, '--detach': NOT_WAITED }

/** Counterparts of what verbs of docker compose have and ours lack. */
export const counterparts: Readonly<Record<string, Counterparts>> = {
  attach: { '': 'write `reconcile logs -f SERVICE` to read along, and `reconcile exec -it SERVICE sh` to type' },
  bridge: { '': 'write `reconcile convert`, which prints manifests of reconcile.dev/v1' },
  build: {
    '--builder': BUILDER,
    '--check': 'write `reconcile validate`, and `docker build --check` for what is in a Dockerfile',
    '-m': IN_FILE('build.shm_size or deploy.resources'),
    '--memory': IN_FILE('build.shm_size or deploy.resources'),
    '--print': 'write `reconcile config`, which has the build of each service',
    '--provenance': ATTESTED,
    '--push': PUSHED,
    '-q': 'leave it out; a pipe has one line for each image',
    '--quiet': 'leave it out; a pipe has one line for each image',
    '--sbom': ATTESTED,
    '--ssh': IN_FILE('build.ssh'),
    '--with-dependencies': 'name the dependencies too; without names all are built',
  },
  commit: {
    '': 'build the image with a Dockerfile: `build:` in the file, then `reconcile build`; or `docker commit CONTAINER`',
  },
  config: {
    '--lock-image-digests': DIGESTS,
    '--models': 'leave it out: models are refused',
    '-o': 'write `reconcile config > FILE`',
    '--output': 'write `reconcile config > FILE`',
    '--resolve-image-digests': DIGESTS,
  },
  cp: { '--all': 'name the container of `run` in the place of the service; `reconcile ps -a` lists them' },
  create: { '': 'write `reconcile pull` and `reconcile build`, which start nothing, then `reconcile up`' },
  down: {
    '--rmi': 'write `reconcile images prune` afterwards',
    '-t': NO_GRACE,
    '-p': IN_FILES,
    SERVICE: 'write `reconcile rm SERVICE`',
  },
  events: {
    SERVICE: 'write `reconcile events --for service/NAME`',
    '--json': 'write `reconcile events -o json`: our events, and not those of the engine (`docker events`)',
    '--since': 'leave it out: each event has its time',
    '--until': 'leave it out: each event has its time',
  },
  exec: {
    '-d': BACKGROUND,
    '--detach': BACKGROUND,
    '--privileged': 'leave it out, or write privileged: true in the file',
  },
  export: { '': 'write `reconcile cp SERVICE:/ - > FILE.tar`' },
  kill: { '--remove-orphans': NEVER_ORPHANS },
  ls: {
    '--filter': 'write `reconcile get stacks -l LABEL=VALUE`, or its names into a pipe: `reconcile ls -q | grep NAME`',
    '--format': 'write `reconcile get stacks -o json`: our objects, and not those of docker compose',
  },
  ps: {
    '--filter': 'leave it out: the phase of each is in a column',
    '--no-trunc': "leave it out: nothing is cut off; a service's command is in `reconcile config`",
    '--orphans': 'leave it out: all that the stack has is listed',
    '--status': 'leave it out: the phase of each is in a column',
  },
  publish: { '': 'keep the files in a repository of git (docs/git.md); files of an OCI artifact are refused' },
  pull: {
    '--ignore-buildable': 'leave it out: what is built is not pulled',
    '--ignore-pull-failures': 'leave it out: the others are pulled all the same, and the exit code is 1',
    '--include-deps': 'name the dependencies too; without names all are pulled',
    '--policy': IN_FILE('pull_policy'),
    '-q': 'leave it out; a pipe has one line for each image',
    '--quiet': 'leave it out; a pipe has one line for each image',
  },
  push: { '': 'write `docker push NAME:TAG`; `reconcile build` tags with the name of `image:`' },
  restart: { '-t': NO_GRACE, '--no-deps': 'leave it out: nothing else is restarted' },
  run: {
    '--build': 'write `reconcile build SERVICE` before',
    '--cap-add': IN_FILE('cap_add'),
    '--cap-drop': IN_FILE('cap_drop'),
    '--env-from-file': IN_FILE('env_file'),
    '--no-TTY': 'write -T',
    '-q': 'leave it out: only what the command writes is on standard output',
    '--quiet': 'leave it out: only what the command writes is on standard output',
    '--remove-orphans': NEVER_ORPHANS,
  },
  scale: { '--no-deps': NOTHING_ELSE },
  stats: { '': 'write `reconcile top`, or `reconcile top -w` to go on' },
  stop: { '-t': NO_GRACE },
  unpause: { '': 'write `reconcile resume service/NAME`; `pause` here stops no process, so that none is to be woken' },
  up: {
    '--no-recreate': 'name the services that are not there yet: `reconcile up SERVICE` leaves all others as they are',
    '--always-recreate-deps': 'name the dependencies too: `reconcile up --force-recreate db web`',
    '--abort-on-container-failure': ENDING,
    '--abort-on-container-exit': ENDING,
    '--exit-code-from': ENDING,
    '--attach': ATTACHED,
    '--menu': ATTACHED,
    '--no-color': 'write --color never',
    '--no-log-prefix': ATTACHED,
    '--timestamps': ATTACHED,
    '--no-attach': ATTACHED,
    '--attach-dependencies': ATTACHED,
    '--no-build': 'write `reconcile up --pull never`, or leave it out: what is built already is not built again',
    '--no-start':
      'write `reconcile pull` and `reconcile build`, which start nothing; or `reconcile up --scale SERVICE=0`',
    '--wait-timeout': 'write --timeout, as --timeout 90',
    '-p': IN_FILES,
    '-t': NO_GRACE,
    '-V': 'write --renew-anon-volumes: -V is the version here',
    '--watch': 'write `reconcile watch`',
    '-w': 'write `reconcile watch`',
  },
  version: {
    '-f': 'leave it out; `reconcile --version` is the number alone',
    '--format': 'leave it out; `reconcile --version` is the number alone',
    '--short': 'write `reconcile --version`',
  },
  volumes: { '': 'write `reconcile get volumes -n STACK`, with `-o name` for the names alone' },
  wait: {
    '': 'write `reconcile run --rm SERVICE`, which ends with its exit code, or `reconcile rollout status SERVICE` for one that is up',
    '--down-project': 'write `reconcile run --rm SERVICE; reconcile down`',
  },
  watch: {
    '--prune': 'leave it out; `reconcile images prune` takes away what nothing needs any more',
    '--quiet': 'leave it out; a pipe has one line for each change',
  },
}

/** Options that many verbs of docker compose have. */
export const everywhere: Counterparts = {
  '--dry-run': 'write `reconcile plan`, which says each call that an `up` would make',
  '--format': OURS,
  '--quiet-build': 'leave it out; a pipe has one line for each image',
  '--quiet-pull': 'leave it out; a pipe has one line for each image',
  '-y': 'leave it out: nothing is asked',
  '--yes': 'leave it out: nothing is asked',
}

/** Options that docker compose takes before its verb and we don't. */
export const beforeVerb: Counterparts = {
  '--all-resources': 'leave it out: what no service uses is in `reconcile config`, and not made',
  '--ansi': 'write --color never, always or auto',
  '--compatibility': 'leave it out: `deploy` counts as it stands, and names are those of Compose 2',
  '--dry-run': everywhere['--dry-run'] ?? '',
  '--parallel':
    'leave it out; callsPerEngine in RECONCILE_SETTINGS is how many changes, but for pulls and builds, an engine has under way',
  '--progress': 'leave it out; `-o json` behind the verb has one event per line',
  '--project-directory': 'run it in that directory, or name its files with -f',
}
