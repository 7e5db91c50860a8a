import { exits } from '../../api/v1/installation/installation-error.ts'
import { composeVerbs } from './compose-verbs.ts'
import { taskVerbs } from './task-verbs.ts'
import { acts, local, reads, type VerbHelp } from './verb-help.ts'

const { converged, failed, usage, changes, deadline, unreachable, approval, interrupted } = exits

/** Help by verb, such as `rollout status`. */
export const verbs: Readonly<Record<string, VerbHelp>> = {
  ...taskVerbs,
  ...composeVerbs,
  apply: {
    examples: [
      ['reconcile apply -f compose.yaml', 'make this host equal to a file, and wait until it is'],
      [
        'reconcile apply',
        'the Compose project of this directory: COMPOSE_FILE, or compose.yaml with its override file',
      ],
      ['reconcile apply -f compose.yaml -f prod.yaml --profile debug', 'files of one Compose project, merged'],
      ['reconcile apply -f base/ -f node.yaml', 'several files and directories'],
      ['reconcile apply -f - -n shop < web.yaml', 'standard input; what names no stack is in shop'],
      ['reconcile apply -f compose.yaml --only web', 'a service of it, and what that depends on'],
      ['reconcile apply plan.json', 'exactly what `plan --out plan.json` said, or nothing'],
    ],
    exits: acts,
  },
  delete: {
    examples: [
      [
        'reconcile delete service/web -n shop',
        'a service with its tasks; in a watched directory it is taken out of its file',
      ],
      ['reconcile delete -f compose.yaml', 'what a file declares; named volumes stay'],
      ['reconcile delete -f compose.yaml --profile debug', 'with the services of a profile'],
      ['reconcile delete --stack shop --volumes', 'a whole stack and its data'],
      ['reconcile delete --stack review-7 --volumes --prune', 'the same from another home than applied it, as in CI'],
    ],
    exits: acts,
  },
  scale: {
    examples: [
      ['reconcile scale web=5 -n shop', 'five replicas; in a watched directory the number goes into the file'],
      ['reconcile scale web worker --replicas 0', 'none of both'],
    ],
    exits: acts,
  },
  edit: {
    examples: [
      ['reconcile edit service/web -n shop', 'in a watched directory its file is edited, else what was applied'],
      ["EDITOR='code --wait' reconcile edit config site -n shop", 'with another editor'],
    ],
    exits: acts,
  },
  'rollout status': {
    examples: [
      ['reconcile rollout status web -n shop', 'how it goes, until it is complete or failed'],
      ['reconcile rollout status web --no-watch', 'how it stands now'],
    ],
    exits: [converged, failed, usage, deadline, unreachable, interrupted],
  },
  'rollout history': {
    examples: [
      ['reconcile rollout history web -n shop', 'the revisions that are kept'],
      ['reconcile rollout history web --revision 3', 'what one of them runs'],
    ],
    exits: reads,
  },
  'rollout undo': {
    examples: [
      ['reconcile rollout undo web -n shop', 'what it ran before the present revision, by the very image'],
      ['reconcile rollout undo service/web --to-revision 3', 'a revision of `rollout history web`'],
    ],
    exits: acts,
  },
  'rollout retry': {
    examples: [
      ['reconcile rollout retry web -n shop', 'once more, now that the registry answers again'],
      ['reconcile rollout retry --all', 'all that failed meanwhile'],
    ],
    exits: acts,
  },
  'rollout restart': {
    examples: [
      ['reconcile rollout restart web -n shop', 'new tasks, one after the other, of the same manifest'],
      ['reconcile rollout restart web -n shop --pull', 'of the image that its tag means now'],
    ],
    exits: acts,
  },
  'rollout pause': {
    examples: [
      ['reconcile rollout pause web -n shop', 'the task in work is finished, the others stay as they are'],
      ['reconcile rollout pause web --reason "the first one is looked at"', 'which others read in get and describe'],
    ],
    exits: reads,
  },
  'rollout resume': { examples: [['reconcile rollout resume web -n shop', 'the rest is replaced']], exits: reads },
  restart: {
    examples: [
      ['reconcile restart service/web -n shop', 'new tasks of one service; a job that completed runs once more'],
      ['reconcile restart shop', 'of all services of a stack but its jobs'],
      ['reconcile restart shop --pull', 'of the images that its tags mean now, in a watched directory too'],
    ],
    exits: acts,
  },
  approve: {
    examples: [
      ['reconcile approve 4f1c9a', 'the losses that a hold printed this id for'],
      ['reconcile approve volume/data -n shop', 'an empty volume in the place of one that is lost'],
      ['reconcile approve node/local', 'another engine under the same address'],
    ],
    exits: acts,
  },
  pause: {
    examples: [
      ['reconcile pause service/web -n shop --for 2h --reason "the disk moves"', 'hands off one service'],
      ['reconcile pause stack/shop', 'hands off all of a stack, until resume'],
    ],
    exits: reads,
  },
  resume: { examples: [['reconcile resume stack/shop', 'what waited is done now']], exits: reads },
  plan: {
    examples: [
      ['reconcile plan -f compose.yaml', 'what apply would do, call by call'],
      ['reconcile plan web', 'what `up web` would do'],
      ['reconcile plan -f shop/ --exit-code -o markdown', 'for a comment on a merge request'],
      ['reconcile plan -f shop/ --out plan.json', 'one to apply later: `reconcile apply plan.json`'],
    ],
    exits: [converged, failed, usage, changes, unreachable, approval, interrupted],
    exit: 'as the apply that it foretells; 3 with --exit-code where there are changes.',
  },
  simulate: {
    examples: [
      ['reconcile simulate -f shop/ --at "10s node:local=down"', 'what happens when the host goes down'],
      ['reconcile simulate -f shop/ --seed 7', 'the same in another order of events'],
    ],
    exits: [converged, failed, usage, unreachable, approval, interrupted],
  },
  get: {
    examples: [
      ['reconcile get all', 'what there is, in all stacks'],
      ['reconcile get services,volumes -n shop -o wide', 'of one stack, with more columns'],
      ['reconcile get tasks -l app=web --watch', 'by labels, and go on with changes'],
      ["reconcile get service/web -o jsonpath='{.status.readyReplicas}'", 'one field'],
    ],
    exits: reads,
  },
  describe: {
    examples: [
      ['reconcile describe service/web -n shop', 'why it stands as it stands, where in which file it is declared'],
      ['reconcile describe stack shop', 'with what waits and what can not be read'],
    ],
    exits: reads,
  },
  events: {
    examples: [
      ['reconcile events -n shop --types Warning', 'what went wrong in a stack'],
      ['reconcile events --for service/web -o json', 'one event per line, for programs'],
    ],
    exits: reads,
  },
  wait: {
    examples: [
      ['reconcile wait service/web --for condition=Ready --timeout 2m', 'until it is ready'],
      ["reconcile wait services --all -n shop --for jsonpath='{.status.readyReplicas}'=3", 'until a field is so'],
      ['reconcile wait service/web --for delete', 'until it is gone'],
    ],
    exits: [converged, failed, usage, deadline, unreachable, interrupted],
  },
  validate: {
    examples: [
      ['reconcile validate -f shop/', 'check files without any host'],
      ['reconcile validate -f shop/ -o junit > report.xml', 'for a pipeline'],
    ],
    exits: local,
  },
  config: {
    examples: [
      ['reconcile config', 'the Compose project of this directory, merged and complete'],
      ['reconcile config -f compose.yaml -f prod.yaml --format json', 'of several files, as JSON'],
      ['reconcile config --images', 'the images of its services'],
      ["reconcile config --hash '*'", 'what docker compose labels containers with'],
      ['reconcile config -q && reconcile config --variables', 'is it right, and which variables does it take?'],
    ],
    exits: local,
  },
  convert: {
    examples: [
      ['reconcile convert > manifests.yaml', 'the Compose project of this directory as manifests'],
      ['reconcile convert -f compose.yaml -o json', 'as a List, for programs'],
    ],
    exits: local,
  },
  explain: {
    examples: [
      ['reconcile explain service.spec.updateStrategy', 'what a field is for, and those below it'],
      ['reconcile explain service --recursive', 'all fields with their types'],
    ],
    exits: [converged, usage],
  },
  status: {
    examples: [
      ['reconcile status', 'what fails, waits, is held or is under way'],
      ['reconcile status -n shop', 'the same of one stack'],
      ['reconcile status -o json', 'the same for programs'],
    ],
    exits: [converged, failed, usage, unreachable, approval, interrupted],
    exit: '0 nothing failed, 1 something failed or is left undone, 5 an engine does not answer, 6 something waits for approval.',
  },
  top: {
    examples: [
      ['reconcile top', 'what each task uses of CPU (100% is one CPU) and memory'],
      ['reconcile top services -n shop', 'the services of a stack, with all their tasks'],
      ['reconcile top nodes', 'our tasks on each node, and what the node has'],
      ['reconcile top --sort-by memory -w', 'the largest first, again and again'],
    ],
    exits: reads,
  },
  doctor: {
    examples: [
      ['reconcile doctor', 'what is wrong with this machine, its engines and RECONCILE_HOME'],
      ['reconcile doctor -o json', 'the same for programs'],
    ],
    exits: local,
    exit: '0 nothing failed, 1 something did.',
  },
  audit: {
    examples: [
      ['reconcile audit --since 1h', 'what was changed, and called, in the last hour'],
      ['reconcile audit --for service/web --type change', 'who changed a service, field by field'],
      ['reconcile audit --by ci-shop -o json', 'all that a token did, a record per line'],
    ],
    exits: local,
  },
  serve: {
    examples: [
      ['reconcile serve --watch /srv/stacks', 'keep the host equal to a directory, for good'],
      ['reconcile serve --watch . --develop', 'while you work on it: saved files are in its tasks, as with `watch`'],
      ['reconcile serve --watch examples/hello --once', 'once, and end'],
      ['reconcile serve --unwatch examples/hello --delete --once', 'take away what it declared'],
      ['reconcile serve --unwatch /srv/stacks --keep --once', 'watch it no more; what it declared runs on, as applied'],
      ['reconcile serve --unwatch /srv/old --watch /srv/new', 'a directory that has moved: what it declares runs on'],
      [
        'reconcile serve --listen 0.0.0.0:6443 --tls-cert tls.crt --tls-key tls.key',
        'the API over TCP as well, to who has a token',
      ],
      [
        'reconcile serve --watch /srv/stacks --notify @/etc/reconcile/slack-url',
        'with notifications of what fails and recovers',
      ],
      ['reconcile serve --log-format json', 'its log as JSON, for a log shipper'],
    ],
    exits: acts,
  },
  init: {
    examples: [
      ['reconcile init --git /srv/stacks', 'a repository whose pushes are live'],
      ['reconcile init --installation blue', 'a second installation beside another one on this engine'],
    ],
    exits: local,
  },
  'token create': {
    examples: [['reconcile token create ci-shop --role edit > token', 'for a pipeline; it is printed this once']],
    exits: local,
  },
  'token list': { examples: [['reconcile token list', 'who has tokens, and which roles']], exits: local },
  'token delete': {
    examples: [
      ['reconcile token delete ci-shop', 'it is refused from now on; what goes on with it ends within a minute'],
    ],
    exits: local,
  },
  backup: {
    examples: [
      ['reconcile backup reconcile.tar', 'all of the installation, its secrets too'],
      ['reconcile backup - | age -r KEY > "reconcile-$(date +%F).tar.age"', 'encrypted'],
    ],
    exits: reads,
  },
  restore: {
    examples: [
      ['reconcile restore reconcile.tar && reconcile plan -f compose.yaml', 'on another machine: no changes'],
      ['reconcile restore --force reconcile.tar', 'where an installation is: it is moved beside'],
    ],
    exits: local,
  },
  'secret create': {
    examples: [
      ['reconcile secret create db-password -n shop --generate', 'bytes that nobody sees but the tasks'],
      ['reconcile secret create tls-key -n shop --from-file tls.key', 'those of a file'],
      ['pass db | reconcile secret create db -n shop --from-literal - --replace', 'a line of standard input'],
    ],
    exits: acts,
  },
  version: { examples: [['reconcile version', "this command's, and a running serve's"]], exits: reads },
  completion: {
    examples: [
      ['eval "$(reconcile completion bash)"', 'in ~/.bashrc'],
      ['reconcile completion fish | source', 'in fish'],
    ],
    exits: [converged, usage],
  },
}
