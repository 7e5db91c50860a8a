import { deepEqual, doesNotThrow, throws } from 'node:assert/strict'
import { asideCommand } from '../../../cli/arguments/aside.ts'
import { kubectlLine } from '../../../cli/arguments/kubectl-line.ts'
import { refuseKubectlOnly, refuseKubectlVerb } from '../../../cli/arguments/kubectl-only.ts'
import { parseKind } from '../../../cli/arguments/references.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})
const words = (text: string) => text.split(' ').filter((word) => word !== '')
const read = (text: string) => kubectlLine(root, words(text)).join(' ')

describe('a command line as kubectl has it', () => {
  for (const [line, ours] of [
    ['get tasks -o=name -n=shop', 'get tasks -o name -n shop'],
    ['get tasks --namespace shop -A', 'get tasks --stack shop'],
    ['get tasks --namespace=a=b', 'get tasks --stack a=b'],
    ['get tasks -w=false --no-headers=true', 'get tasks --no-headers'],
    ['get tasks --chunk-size 500 -n shop', 'get tasks -n shop'],
    ['get tasks --chunk-size=500 web', 'get tasks web'],
    ['--color never get all --all-namespaces', '--color never get all'],
    ['apply --filename x --prune --server-side -R --wait', 'apply --file x --prune'],
    ['apply -f=x --wait=true --timeout=5m', 'apply -f x --timeout 5m'],
    ['apply --wait 10s -f -', 'apply --wait 10s -f -'],
    ['apply --wait banana -f x', 'apply --wait banana -f x'],
    ['restart --wait service/web', 'restart service/web'],
    ['apply --wait=1x -f -', 'apply --wait 1x -f -'],
    ['delete service web --wait=fals', 'delete service web --wait fals'],
    ['delete service web --wait=false', 'delete service web --no-wait'],
    ['delete service web --cascade=background', 'delete service web'],
    ['delete service web --cascade=orphan', 'delete service web --cascade=orphan'],
    ['logs web --since-time=T --all-containers=true --prefix --tail=-1', 'logs web --since T --tail all'],
    ['logs web --prefix=false --timestamps=true', 'logs web --no-log-prefix --timestamps'],
    ['rollout status service/web --watch=false', 'rollout status service/web --no-watch'],
    ['rollout status service web -w=false', 'rollout status service/web --no-watch'],
    ['rollout status service web -w', 'rollout status service/web'],
    ['scale service web db --replicas=3', 'scale service/web service/db --replicas 3'],
    ['scale services.reconcile.dev web --replicas=3', 'scale service/web --replicas 3'],
    ['scale --replicas 3 -n service service web', 'scale --replicas 3 -n service service/web'],
    ['scale service=2 web=3', 'scale service=2 web=3'],
    ['restart service', 'restart service'],
    [
      'exec web --namespace shop -- ls -o=x -A',
      'exec web --namespace shop -- ls -o=x -A'.replace('namespace', 'stack'),
    ],
    ['exec -n=shop web ls -o=x --namespace y', 'exec -n shop web ls -o=x --namespace y'],
    ['run web ls --namespace=x', 'run web ls --namespace=x'],
    ['exec -n=shop web ls -o=x -- --namespace y', 'exec -n shop web ls -o=x -- --namespace y'],
    ['stop service admin web', 'stop service/admin service/web'],
    ['cp - web:/x', 'cp - web:/x'],
    ['nonsense -A', 'nonsense -A'],
    ['', ''],
  ] as const)
    it(`${line} is ${ours}`, () => deepEqual(read(line), ours))
})

describe('what kubectl has, and verbs here have not', () => {
  const check = (line: string) => {
    const argv = kubectlLine(root, words(line))
    refuseKubectlVerb(root, argv)
    refuseKubectlOnly(root, asideCommand(root, argv))
  }

  for (const [line, says] of [
    ['get -f x.yaml', /get has no -f, unlike kubectl write|name the objects/],
    ['get tasks -L app', /custom-columns/],
    ['wait --filename x.yaml', /wait has no --filename, unlike kubectl.*name the objects/],
    ['get --kustomize dir', /get has no --kustomize, unlike kubectl.*name the objects/],
    ['apply -f x --dry-run=client', /reconcile plan -f FILE/],
    ['apply -k .', /kubectl kustomize DIR/],
    ['delete services --all', /delete --stack STACK/],
    ['delete service/db --grace-period=0', /stopGracePeriodSeconds/],
    ['logs web-1 -c web', /a task is one container/],
    ['exec web-1 -c web -- ls', /a task is one container/],
    ['rollout undo web --dry-run=server', /rollout history NAME --revision N/],
    ['create secret generic s', /reconcile secret create NAME/],
    ['create -f x', /reconcile apply -f FILE/],
    ['set image x', /reconcile edit KIND/],
    ['port-forward web 80', /reconcile port NAME/],
    ['drain local', /`drain: true` by `reconcile edit node.NAME`/],
    ['create cronjob nightly', /replicas 0.*cron or a systemd timer.*reconcile run --rm -n STACK NAME/],
    ['create ingress web', /`ports`.*docs\/no-downtime\.md/],
    ['config get-contexts', /no config get-contexts, unlike with kubectl .*--server.*DOCKER_HOST/],
    ['config use-context prod', /no config use-context/],
    ['config view --minify', /reconcile status/],
    ['apply -f x --validate=false', /files are always checked/],
    ['apply -f x --prune-allowlist=core/v1/Pod', /`--prune` takes/],
    ['rollout restart web -f x.yaml', /restart has no -f.*reconcile rollout restart web/],
    ['rollout status -l app=web', /status has no -l.*reconcile get services -l LABELS -o name/],
    ['rollout undo web --selector=app=web', /undo has no --selector/],
    ['describe service web --show-events=false', /-o yaml/],
    ['get tasks --token=x', /RECONCILE_TOKEN_FILE/],
    ['get tasks --insecure-skip-tls-verify', /RECONCILE_CA_FILE/],
    ['get tasks -s https://h', /write --server/],
    ['get tasks -v=6', /reconcile audit/],
    ['get tasks --show-managed-fields', /leave it out/],
    ['version -o json', /reconcile status -o json/],
  ] as const)
    it(`${line} names what to write instead`, () =>
      throws(
        () => check(line),
        (error: Error & { remedy?: string }) => says.test(`${error.message} ${error.remedy}`),
      ))

  for (const line of ['exec web ls -c x', 'exec web -- ls -c x', 'logs web -f', 'get tasks -l app=web', 'constructor'])
    it(`${line} is none of it`, () => doesNotThrow(() => check(line)))

  for (const [word, says] of [
    ['pods', /write tasks/],
    ['deploy', /write services/],
    ['events', /reconcile events/],
    ['cronjobs', /nothing runs by the clock/],
    ['rs', /write revisions/],
  ] as const)
    it(`the kind ${word} names ours`, () =>
      throws(
        () => parseKind(word),
        (error: Error & { remedy?: string }) => says.test(`${error.remedy}`),
      ))

  it('takes the short names of what is the same', () =>
    deepEqual(['svc', 'no', 'cm', 'ns', 'tasks.reconcile.dev', 'tasks.v1.reconcile.dev'].map(parseKind), [
      ...['Service', 'Node', 'Config', 'Stack', 'Task', 'Task'],
    ]))
})
