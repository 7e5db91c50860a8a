import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

const SHOP = 'name: shop\nservices:\n  web:\n    image: nginx\n  worker:\n    image: nginx\n'

describe('a word that nobody knows', function () {
  this.timeout(60_000)
  let cli: Cli

  before(async () => {
    await buildCli()
    cli = inProcess(startCli())
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP), '--no-wait')
  })
  after(() => cli.end())

  for (const { line, says, exit = 2 } of [
    { line: 'aply', says: /Did you mean apply\?/ },
    { line: 'rollout histry web', says: /Did you mean history\?/ },
    { line: 'get services --slector a=b', says: /Did you mean --selector\?/ },
    { line: 'get serivces', says: /serivces is no kind; did you mean services\?/ },
    { line: 'get services -o jsno', says: /-o jsno is no format; did you mean json\?/ },
    { line: 'get services -n shpo', says: /No resources found in stack shpo; did you mean shop\?$/m, exit: 5 },
    { line: 'describe service/wbe', says: /there is no service wbe; did you mean web\?/, exit: 1 },
    {
      line: 'describe service/web -n shpo',
      says: /no service web in stack shpo; stack shop has one: -n shop/,
      exit: 1,
    },
    { line: 'scale wroker=2', says: /there is no service wroker; did you mean worker\?/, exit: 1 },
    {
      line: 'scale web=2 worker=3',
      says: /one number at a time: web=2 worker=3\nnext: .*--scale web=3 --scale db=1/,
    },
    { line: 'scale worker 2 -n shop', says: /write `reconcile scale worker=2 -n shop` or/ },
    { line: 'scale service/worker 2', says: /service\/worker=2` or `reconcile scale service\/worker --replicas 2`/ },
    { line: 'scale web=2 --replicas 3', says: /scale web=2 --replicas 3: the number is said twice/ },
    { line: 'scale web=2=3', says: /one number of replicas, from 0 to 100000: 2=3 is not one/ },
    { line: 'pause wbe', says: /there is no service or stack wbe; did you mean web\?/, exit: 1 },
    { line: 'wait service/web', says: /required option '--for/ },
    { line: 'ps wbe -n shop', says: /there is no service wbe in stack shop; did you mean web\?/, exit: 1 },
    { line: 'ps worker -n shop', says: /^ps: reconcile get tasks/, exit: 5 },
    { line: 'delete --stack shpo', says: /there is no stack shpo; did you mean shop\?/, exit: 1 },
    { line: 'explain service.spec.repilcas', says: /no field repilcas; did you mean replicas\?/ },
    { line: 'status -n shpo', says: /there is no stack shpo; did you mean shop\?/, exit: 1 },
    { line: 'events -n shpo', says: /No events found; did you mean shop\?/, exit: 0 },
    { line: 'events --types warnin', says: /did you mean Warning\?/ },
    { line: 'wait service/web --for condtion=Ready', says: /did you mean condition\?/ },
    { line: 'wait service/web --for condition=Raedy', says: /no condition Raedy; did you mean Ready\?/ },
    { line: 'scale web=100001 -n shop', says: /one number of replicas, from 0 to 100000: 100001 is not one/ },
    { line: 'completion bsh', says: /there is no completion for bsh; did you mean bash\?/ },
    { line: 'top taks', says: /taks is no kind; did you mean task\?/ },
    { line: 'top web', says: /web is no kind\nnext: write tasks, services or nodes; -n STACK shows those of one/ },
    {
      line: 'logs shop/web',
      says: /shop is no kind\nnext: for web of the stack shop write -n shop web, or KIND\/shop\/web; /,
    },
    {
      line: 'scale --replicas=3 deployment web',
      says: /no service deployment\b.*\nnext: deployment is no kind here: write services: /,
      exit: 1,
    },
    { line: 'describe pods', says: /\nnext: pods is no kind here: .*write tasks/, exit: 1 },
    {
      line: 'delete svc',
      says: /there is no service or task svc\nnext: .*svc is a kind: name one behind it, of `reconcile get services`/,
      exit: 5,
    },
    {
      line: 'rollout restart svc -n shop',
      says: /svc is a kind: .*`reconcile restart STACK` takes all of a stack/,
      exit: 1,
    },
    {
      line: 'top tasks web',
      says: /too many arguments for 'top'.*; it takes a kind and no names: reconcile top tasks -n STACK/,
    },
    {
      line: 'serve .',
      says: /too many arguments for 'serve'.*; a directory is named with --watch: reconcile serve --watch DIR/,
    },
    {
      line: 'apply -f https://example.com/web.yaml',
      says: /https:\/\/example.com\/web.yaml is an address\nnext: read it first: `curl -fsSL https:\/\/example.com\/web.yaml \| reconcile apply -f -`/,
    },
    { line: 'plan -f http://h/x', says: /next: read it first: `curl -fsSL http:\/\/h\/x \| reconcile plan -f -`/ },
    { line: 'scale stack/shop=2', says: /stack\/shop is no service\nnext: name one, as web or service\/web/ },
    { line: 'rollout status node/local', says: /node\/local is no service/ },
    { line: 'rollout history node/local', says: /node\/local is no service/ },
    { line: 'run node/local', says: /node\/local is no service/ },
    { line: 'restart network/default', says: /Network shop\/default is no service/ },
    {
      line: 'run wbe -n shop',
      says: /no service wbe; did you mean web\?; what .* -n too\nnext: put .*: `reconcile run -n STACK wbe`/,
    },
    { line: 'adopt nope', says: /no stack nope is declared, and no file .* is here\nnext: go to the directory/ },
    { line: 'simulate -f shop.yaml --at 10s/node:locla=down', says: /no node locla; did you mean local\?/ },
  ])
    it(`of ${line}`, async () => {
      const ended = await cli.run(...line.split(' ').map((word) => word.replace('10s/', '10s ')))
      match(ended.err, says)
      equal(ended.exit, exit)
    })

  it('of what ps is asked for, but for what the file here has and was not applied', async () => {
    cli.write('compose.yaml', `${SHOP}  later:\n    image: nginx\n`)
    const { err, exit } = await cli.run('ps', 'later')
    match(err, /^ps: reconcile get tasks -n shop/)
    equal(exit, 5)
  })

  it('of what up stands for, as a shell takes it', async () => {
    const { err } = await cli.run('up', '-f', cli.write("it's.yaml", SHOP), '--no-wait')
    match(err, /^up: reconcile apply -f '\S*\/it'\\''s\.yaml'$/m)
  })

  it('of RECONCILE_SETTINGS', async () => {
    const { exit, err } = await cli.runWith({ RECONCILE_SETTINGS: 'quitMs=5' }, 'get', 'nodes')
    match(err, /quitMs=5 is no setting; did you mean quietMs\?/)
    equal(exit, 2)
    const other = await cli.runWith({ RECONCILE_SETTINGS: 'quietMs=soon' }, 'get', 'nodes')
    match(other.err, /quietMs is a number, not "soon"/)
  })
})
