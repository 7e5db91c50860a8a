import { deepEqual, doesNotThrow, throws } from 'node:assert/strict'
import { ownLine } from '../../../cli/arguments/own-line.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})
const words = (text: string) => text.split(' ').filter((word) => word !== '')

describe('a command line that is not of ours', () => {
  for (const [line, says] of [
    ['apply -f x --dry-run=server', /^apply has no --dry-run, unlike kubectl: .*reconcile plan -f FILE/],
    ['delete service/web --dry-run', /^delete has no --dry-run, unlike kubectl: /],
    ['up --dry-run', /^up has no --dry-run, unlike docker compose: /],
    ['apply -f x --yes', /^apply has no --yes, unlike docker compose: /],
    ['--context prod get tasks', /^reconcile has no --context, unlike kubectl: write --server ssh:\/\/HOST/],
    ['get tasks --kubeconfig=x', /^get has no --kubeconfig, unlike kubectl: write --server/],
    ['ls --stack shop', /^ls has no --stack, unlike kubectl: /],
    ['stack deploy -c x shop', /^there is no stack deploy, unlike with docker: .*reconcile apply -f FILE -n STACK/],
    ['stack rm shop', /reconcile delete --stack STACK/],
    ['stack', /^there is no stack, unlike with docker: .*reconcile get stacks/],
    ['service ls', /reconcile get services/],
    ['--color never service update web', /^there is no service update, .*reconcile edit service\/NAME/],
    ['service remove web', /^there is no service remove, .*reconcile delete service\/NAME/],
    ['service wat', /^there is no service, unlike with docker: .*coming-from-swarm/],
    ['node ls', /reconcile get nodes/],
    ['node promote a', /^there is no node, unlike with docker: .*kind Node/],
    ['node rm a', /^there is no node rm, .*reconcile delete node\/NAME/],
    ['config create c c.conf', /^there is no config create, .*`configs`.*reconcile apply -f FILE/],
    ['config ls', /reconcile get configs/],
    ['config rm c', /reconcile delete config\/NAME/],
    ['config inspect c', /reconcile describe config\/NAME/],
    ['swarm init', /^there is no swarm, .*kind Node/],
    ['secret ls', /^there is no secret ls, .*reconcile get secrets/],
    ['secret delete token', /^there is no secret delete, .*reconcile delete secret\/NAME/],
    ['volume rm data', /reconcile delete volume\/NAME --volumes/],
    ['image prune', /reconcile images prune/],
    ['inspect web', /reconcile describe KIND\/NAME/],
    ['login registry.example.com', /^there is no login, unlike with docker: .*docker login/],
    ['context use prod', /^there is no context, unlike with docker: .*DOCKER_CONTEXT.*--server/],
    ['system prune', /^there is no system prune, .*reconcile images prune/],
    ['deploy', /^there is no deploy, unlike with kamal: .*reconcile apply/],
    ['--color never redeploy -d staging', /^there is no redeploy, unlike with kamal: .*reconcile apply/],
    ['rollback 1a2b3c', /^there is no rollback, .*reconcile rollout undo SERVICE/],
    ['setup', /^there is no setup, .*nothing but Docker/],
    ['accessory reboot db', /^there is no accessory reboot, .*reconcile restart SERVICE/],
    ['accessory wat', /^there is no accessory, .*coming-from-kamal/],
    ['app exec -i --reuse bash', /^there is no app exec, .*reconcile exec -it SERVICE -- COMMAND/],
    ['app logs -f', /^there is no app logs, .*reconcile logs -f SERVICE/],
    ['app', /^there is no app, .*coming-from-kamal/],
    ['proxy reboot', /^there is no proxy reboot, unlike with kamal: .*docs\/no-downtime\.md/],
    ['proxy --port=8080', /^there is no proxy, unlike with kubectl: /],
    ['lock release', /^there is no lock, .*holder died/],
    ['secrets fetch', /^there is no secrets, .*reconcile secret create/],
    ['server exec uptime', /^there is no server, .*ssh/],
    ['prune all', /^there is no prune, .*reconcile images prune/],
    ['registry login', /^there is no registry, .*docker login/],
    ['details', /^there is no details, .*reconcile get all/],
    ['remove', /^there is no remove, .*reconcile delete --stack STACK/],
  ] as const)
    it(`${line} names what to write instead`, () =>
      throws(
        () => ownLine(root, words(line)),
        (error: Error & { remedy?: string }) => says.test(`${error.message}: ${error.remedy}`),
      ))

  for (const line of [
    'secret create a -n shop',
    'secret',
    'secret wat',
    'config',
    'config web',
    'config -f x ls',
    'rollout status web -n shop',
    'get tasks -n shop',
    'logs stack deploy',
    'constructor x',
    'run --rm web apply --dry-run --context x',
    'exec web service ls -n x',
    '--server ssh://stack ps',
    '',
  ])
    it(`${line} is none of it`, () => doesNotThrow(() => ownLine(root, words(line))))

  it('has the command of run and exec aside', () =>
    deepEqual(ownLine(root, words('exec web ls -l')), words('exec web -- ls -l')))
})
