import { acts, reads, type VerbHelp } from './verb-help.ts'

/** Help for verbs on tasks. */
export const taskVerbs: Readonly<Record<string, VerbHelp>> = {
  stop: {
    examples: [
      ['reconcile stop web -n shop', 'until `reconcile start web`; no file is edited'],
      ['reconcile stop', 'all services of the project here, dependents first; of another stack: `stop shop`'],
    ],
    exits: acts,
  },
  start: {
    examples: [['reconcile start shop', 'what was stopped runs again, in the order of its dependencies']],
    exits: acts,
  },
  kill: {
    examples: [
      ['reconcile kill -s HUP web -n shop', 'all tasks of a service read their settings anew'],
      ['reconcile kill', 'all of the project here, at once; what is to run is started again'],
    ],
    exits: reads,
  },
  logs: {
    examples: [
      ['reconcile logs web -n shop -f', 'of all tasks of a service, and go on, with those of later rollouts'],
      ['reconcile logs --since 10m', 'of all services of the project here, by time; of another stack: -n shop'],
      ['reconcile logs web -p', 'what it wrote before its last restart'],
      ['reconcile logs web-1-6f2c9a1b --tail 20 -t', 'the last lines of one task, with their times'],
    ],
    exits: reads,
  },
  exec: {
    examples: [
      ['reconcile exec web -- ls -l /srv', 'in the first task of a service that runs'],
      ['reconcile exec -it -n shop web-1-6f2c9a1b -- sh', 'a shell in a task'],
      ['reconcile exec -i db -- psql < dump.sql', 'with a file as standard input'],
    ],
    exits: reads,
    exit: "the command's own code; 126 or 127, whichever the engine says, where there is no such command or it may not be run; 1 where it was left or not begun.",
  },
  run: {
    examples: [
      ['reconcile run --rm web ls -l /srv', 'in a container of its own, with the networks, volumes and secrets of web'],
      ['reconcile run --rm --no-deps -e DEBUG=1 -n shop web -- sh', 'a shell, where what web depends on may be down'],
      ['reconcile run -d --name shop-import worker import all', 'left to itself; `reconcile ps -a -n shop` lists it'],
    ],
    exits: reads,
    exit: "the command's own code; 127 where its program is not there, 126 where it may not be run, 1 where it can't be made, 5 where its host does not answer, 6 where another engine answers in its place.",
  },
  cp: {
    examples: [
      ['reconcile cp web:/etc/nginx/nginx.conf .', 'out of the first task of a service that runs'],
      ['reconcile cp site/. web:/srv/www --index 2', 'what is in a directory into the second replica'],
      ['reconcile cp -n shop db-0-6f2c9a1b:/var/lib/data - | tar tv', 'of one task, as a tar'],
    ],
    exits: reads,
  },
  pull: {
    examples: [
      ['reconcile pull && reconcile apply --pull', 'fetch first, then roll out what is new'],
      ['reconcile pull web -f shop/compose.yaml', 'of one service'],
    ],
    exits: reads,
  },
  build: {
    examples: [
      ['reconcile build', 'what the next apply of compose.yaml here or above would build'],
      ['reconcile build --no-cache --pull web', 'of one service, all of it anew'],
    ],
    exits: reads,
  },
  watch: {
    examples: [
      ['reconcile watch', 'apply compose.yaml here or above, then sync, rebuild and restart as files are saved'],
      ['reconcile watch --no-up web', 'of one service that runs already'],
    ],
    exits: acts,
    exit: '130 at Ctrl-C, which is how it ends; what runs goes on.',
  },
  images: {
    examples: [
      ['reconcile images -n shop', 'image, digest and size of each task'],
      ['reconcile images -q', 'the ids of all images in use'],
    ],
    exits: reads,
  },
  'images prune': {
    examples: [
      ['reconcile images prune --dry-run', 'what would go, and why the others stay'],
      ['reconcile images prune', 'frees their space on every node'],
    ],
    exits: acts,
    exit: '1 where an engine refused one.',
  },
  port: {
    examples: [
      ['reconcile port web 80', 'as 0.0.0.0:32768'],
      ['reconcile port web -n shop --index 2', 'all ports of the second replica'],
    ],
    exits: reads,
    exit: '1 where the port is not published.',
  },
}
