import { deepEqual } from 'node:assert/strict'
import { Command, Option } from 'commander'
import { complete } from '../../cli/complete.ts'

const NAMES: Readonly<Record<string, readonly string[]>> = {
  Service: ['web', 'worker', 'db'],
  Task: ['web-1-aaaaaaaa'],
  Stack: ['shop', 'blog'],
}

function root(): Command {
  const top = new Command('reconcile').option('--server <address>')
  for (const name of ['get', 'adopt', 'scale', 'restart', 'logs', 'exec', 'top', 'explain', 'completion'])
    top.command(name).option('-n, --stack <stack>').option('-o, --output <format>').option('-w, --watch')
  top.command('wait').requiredOption('--for <goal>')
  top.command('plan').addOption(new Option('-o, --output <format>').choices(['text', 'json']))
  const rollout = top.command('rollout')
  rollout.command('retry')
  rollout.command('undo').option('--to-revision <number>').option('-n, --stack <stack>')
  top.command('status')
  top.command('hidden-one', { hidden: true })
  return top
}

describe('completion', () => {
  for (const { line, wants } of [
    { line: 'g', wants: ['get'] },
    { line: 'rollout ', wants: ['retry', 'undo'] },
    { line: 'rollout retry w', wants: ['web', 'worker'] },
    { line: 'rollout undo web --to-revision ', wants: ['3', '2'] },
    { line: 'rollout undo service/web -n shop --to-revision=', wants: ['--to-revision=3', '--to-revision=2'] },
    { line: 'restart ', wants: ['web', 'worker', 'db', 'shop', 'blog'] },
    { line: 'status ', wants: [] },
    { line: 'adopt ', wants: ['shop', 'blog'] },
    { line: 'top ', wants: ['tasks', 'services', 'nodes'] },
    { line: 'get vol', wants: ['volumes'] },
    { line: 'get service/w', wants: ['service/web', 'service/worker'] },
    { line: 'get svc/w', wants: ['svc/web', 'svc/worker'] },
    { line: 'get svc wo', wants: ['worker'] },
    { line: 'get -w services d', wants: ['db'] },
    { line: 'get services --', wants: ['--stack', '--output', '--watch', '--server', '--help'] },
    { line: 'get --server https://far:8443 services d', wants: ['db'] },
    { line: 'get --server ', wants: [] },
    { line: '--se', wants: ['--server', '--selector'] },
    { line: '-f shop.yaml lo', wants: ['logs'] },
    { line: '--project-name shop -n blog --profile=dev g', wants: ['get'] },
    { line: '--na', wants: ['--namespace'] },
    { line: '-p s', wants: ['shop'] },
    { line: '--namespace=s', wants: ['--namespace=shop'] },
    { line: '-o js', wants: ['json', 'jsonpath='] },
    { line: 'get --na', wants: [] },
    { line: 'top -p ', wants: ['tasks', 'services', 'nodes'] },
    { line: 'hi', wants: [] },
    { line: 'get services -n s', wants: ['shop'] },
    { line: 'get services -o js', wants: ['json', 'jsonpath='] },
    { line: 'plan -o ', wants: ['text', 'json'] },
    { line: 'scale w', wants: ['web=', 'worker='] },
    { line: 'logs web', wants: ['web', 'web-1-aaaaaaaa'] },
    { line: 'exec -it web', wants: ['web', 'web-1-aaaaaaaa'] },
    { line: 'wait service/web --for c', wants: ['condition=Ready', 'create'] },
    { line: 'wait service/web --for=cr', wants: ['--for=create'] },
    { line: 'explain se', wants: ['secret', 'service'] },
    { line: 'completion ', wants: ['bash', 'zsh', 'fish'] },
    { line: 'plan --file ', wants: [] },
    { line: 'nothing', wants: [] },
  ])
    it(`of ${line}`, async () => {
      const names = async (kind: string) => NAMES[kind] ?? []
      const revisions = async (service: string) => (service === 'web' ? ['3', '2'] : [])
      deepEqual(await complete(root(), line.split(' '), { names, revisions }), wants)
    })

  it('asks the server that was said', async () => {
    const asked: (string | undefined)[] = []
    const names = async (_kind: string, _stack: string | undefined, server?: string) => {
      asked.push(server)
      return []
    }
    for (const said of [['--server', 'https://far'], ['--server=https://far']]) {
      await complete(root(), ['get', 'services', ...said, ''], { names, revisions: names })
      await complete(root(), [...said, 'get', 'services', ''], { names, revisions: names })
    }
    deepEqual(asked, ['https://far', 'https://far', 'https://far', 'https://far'])
  })

  it('asks for names in the stack that was said', async () => {
    const asked: (string | undefined)[] = []
    const names = async (_kind: string, stack: string | undefined) => {
      asked.push(stack)
      return []
    }
    await complete(root(), ['logs', '-n', 'shop', ''], { names, revisions: names })
    await complete(root(), ['-n', 'shop', 'logs', ''], { names, revisions: names })
    deepEqual(asked, ['shop', 'shop', 'shop', 'shop'])
  })
})
