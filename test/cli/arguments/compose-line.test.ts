import { deepEqual, doesNotThrow, throws } from 'node:assert/strict'
import { composeLine } from '../../../cli/arguments/compose-line.ts'
import { refuseComposeOnly } from '../../../cli/arguments/compose-only.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'

const words = (text: string) => text.split(' ').filter((word) => word !== '')

describe('a command line as docker compose has it', () => {
  for (const [line, argv, env = {}] of [
    ['up -d --wait', 'up -d'],
    ['up --wait --build', 'up --build'],
    ['up --wait 10s', 'up --wait 10s'],
    ['apply --wait', 'apply --wait'],
    ['-p foo ps -q', 'ps -n foo -q'],
    ['--project-name=foo exec -T db sh', 'exec -n foo -T db sh'],
    ['--profile a --profile=b up', 'up', { COMPOSE_PROFILES: 'a,b' }],
    ['-f a.yaml --file b.yaml logs -f', 'logs -f', { COMPOSE_FILE: 'a.yaml\nb.yaml', COMPOSE_PATH_SEPARATOR: '\n' }],
    ['--color never --env-file x up', '--color never up', { COMPOSE_ENV_FILES: '/srv/x' }],
    ['--env-file x --env-file=/y up', 'up', { COMPOSE_ENV_FILES: '/srv/x,/y' }],
    ['logs -f web', 'logs -f web'],
    ['-f=a.yaml ps', 'ps', { COMPOSE_FILE: 'a.yaml', COMPOSE_PATH_SEPARATOR: '\n' }],
    ['-n shop get pods', 'get pods -n shop'],
    ['--namespace=shop -o yaml get', 'get --namespace=shop -o yaml'],
    ['-A -oname --color never get tasks -w', '--color never get tasks -A -oname -w'],
    ['-n shop logs -f web', 'logs -n shop -f web'],
    ['-n shop exec web ls -l', 'exec -n shop web ls -l'],
    ['-n=shop rollout status web', 'rollout status -n=shop web'],
    ['-n shop --profile a up', 'up -n shop', { COMPOSE_PROFILES: 'a' }],
    ['-n shop', '-n shop'],
    ['--help', '--help'],
    ['', ''],
  ] as const)
    it(`${line} is ${argv}`, () => {
      const read = composeLine(words(line), '/srv')
      deepEqual([read.argv, read.env], [words(argv), env])
    })

  for (const [line, says] of [
    ['-p foo get services', /-p before get/],
    ['-f x', /-f before no verb/],
    ['-f - up', /-f - before the verb/],
    ['-p', /-p wants a value/],
  ] as const)
    it(`${line} is refused`, () => throws(() => composeLine(words(line), '/srv'), says))
})

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})

describe('what docker compose has, and verbs here have not', () => {
  for (const [line, says] of [
    ['up --no-recreate', /reconcile up SERVICE/],
    ['up --abort-on-container-exit', /reconcile run --rm SERVICE/],
    ['--color never up --no-start', /start nothing/],
    ['up --wait-timeout=5', /--timeout 90/],
    ['stop -t 5 web', /stop_grace_period/],
    ['logs -n 5', /--tail 5/],
    ['exec -d web sleep 1', /COMMAND &/],
    ['down -v web', /down takes no services.*reconcile rm SERVICE/],
    ['events -n shop web', /--for service\/NAME/],
    ['wait web', /reconcile run --rm SERVICE/],
    ['up -V', /^up has no -V, .*--renew-anon-volumes/],
    ['up -dV web', /--renew-anon-volumes/],
    ['down -V', /^down has no -V .*`reconcile -V` is the version/],
  ] as const)
    it(`${line} names what to write instead`, () =>
      throws(
        () => refuseComposeOnly(root, words(line)),
        (error: Error & { remedy?: string }) => says.test(`${error.message} ${error.remedy}`),
      ))

  for (const line of [
    'images prune --dry-run',
    'up -d --build -f a.yaml --pull always --timeout 5m',
    'up --pull --profile x',
    'up -d --no-deps api',
    'up --scale db=2 --force-recreate --renew-anon-volumes --quiet-pull',
    'exec web ps -d --privileged',
    'exec -it web sh -c --detach',
    'logs -n shop --tail 5',
    'run web up --scale',
    'exec web ruby -V',
    '-V',
    'up --version',
    'get services -t',
    'down -f a.yaml --timeout 5m -v',
    'events --for service/web',
    'wait service/web',
    '',
  ])
    it(`${line} is not among them`, () => doesNotThrow(() => refuseComposeOnly(root, words(line))))
})
