import { deepEqual, equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { engineForEach } from '../support/engine-for-each.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PIPELINES = join(ROOT, 'examples/pipelines')
const read = (name: string) => readFileSync(join(PIPELINES, name), 'utf8')

describe('the pipelines of examples/pipelines, as they stand, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach()
  beforeEach(async () => {
    cpSync(join(PIPELINES, 'deploy'), join(engine.cli.dir, 'deploy'), { recursive: true })
    await engine.cli.run('init')
  })

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    PATH: `${join(ROOT, 'bin')}:${process.env['PATH']}`,
    HOME: engine.cli.dir,
    RECONCILE_HOME: engine.cli.home,
    DOCKER_HOST: `unix://${engine.socket}`,
    SHOP_TOKEN: 'not-for-logs',
    ...more,
  })
  const edit = (from: string, to: string) => {
    const file = join(engine.cli.dir, 'deploy/compose.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }
  const greeting = async () => (await engine.cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $GREETING')).out
  const made = (name: string) => readFileSync(join(engine.cli.dir, name), 'utf8')

  /** As GitLab's runner does: all lines of a job in one bash that ends at the first failure. */
  const job = (name: string, more?: Readonly<Record<string, string>>, cwd = engine.cli.dir) => {
    const { script } = (parse(read('gitlab-ci.yml')) as Record<string, { script: string[] }>)[name] ?? { script: [] }
    return shell(['bash', '-eo', 'pipefail', '-c', script.join('\n')], { cwd, env: env(more) })
  }

  it('GitLab: a merge request gets its plan as a comment; the plan of the branch is applied, and no other', async () => {
    const notes = await listen()
    const request = { NOTE_TOKEN: 't0ken', CI_API_V4_URL: notes.url, CI_PROJECT_ID: '7', CI_MERGE_REQUEST_IID: '3' }
    succeeds(await job('check'))
    match(made('junit.xml'), /<testsuites tests="1" failures="0">/)
    succeeds(await job('comment', request))
    const [note] = notes.taken
    deepEqual([note?.path, note?.token], ['/projects/7/merge_requests/3/notes', 't0ken'])
    match(note?.body.get('body') ?? '', /^### reconcile plan: \d+ calls would change the hosts\.\n\n```\nDeclared:/)
    equal(JSON.stringify(notes.taken).includes('not-for-logs'), false)

    succeeds(await job('plan'))
    equal(made('plan.json').includes('not-for-logs'), false)
    const otherRunner = join(engine.cli.dir, 'builds/2')
    for (const name of ['deploy', 'plan.json'])
      cpSync(join(engine.cli.dir, name), join(otherRunner, name), { recursive: true })
    succeeds(await job('apply', {}, otherRunner))
    equal(await greeting(), 'hello')
    await notes.close()
  })

  it('GitLab: a broken manifest ends the check, and is in its report', async () => {
    edit('image:', 'imag:')
    equal((await job('check')).exit, 2)
    match(made('junit.xml'), /failures="1"(.|\n)*deploy\/compose\.yaml:4:11: services\.web\.imag/)
  })

  it('GitHub: each step as its runner has it; a plan that the world left behind is not applied', async () => {
    const { steps } = (parse(read('github-actions.yml')) as { jobs: { deploy: { steps: Step[] } } }).jobs.deploy
    const summary = join(engine.cli.dir, 'summary.md')
    const step = (name: string) => {
      const file = join(engine.cli.dir, 'step.sh')
      writeFileSync(file, steps.find((each) => each.name === name)?.run ?? '')
      return shell(['bash', '-e', file], { cwd: engine.cli.dir, env: env({ GITHUB_STEP_SUMMARY: summary }) })
    }
    succeeds(await step('check'))
    succeeds(await step('plan'))
    match(readFileSync(summary, 'utf8'), /^### reconcile plan: /)
    edit('GREETING: hello', 'GREETING: hi')
    const changed = await step('apply')
    equal(changed.exit, 1)
    match(changed.out, /what plan\.json planned is not what would be done now(.|\n)*deploy\/compose\.yaml has changed/)
    equal((await engine.cli.run('get', 'services')).out, '')

    succeeds(await step('plan'))
    succeeds(await step('apply'))
    equal(await greeting(), 'hi')
    const again = await step('apply')
    equal(again.exit, 1)
    match(again.out, /not any more: POST \/containers\/create\?name=shop-web-1 on local for Task\/shop\/web-1/)
  })

  it('Jenkins: each `sh` step, in order', async () => {
    const steps = [...read('Jenkinsfile').matchAll(/sh '([^']+)'/g)].map(([, line = '']) => line)
    equal(steps.length, 3)
    for (const step of steps) succeeds(await shell(['sh', '-xe', '-c', step], { cwd: engine.cli.dir, env: env() }))
    equal(await greeting(), 'hello')
  })

  it('a bare repository: what is pushed to main is live, and who pushed sees it', async () => {
    const { dir } = engine.cli
    const bare = join(dir, 'shop.git')
    const git = (...args: readonly string[]) =>
      shell(['git', '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: dir, env: env() })
    succeeds(await git('init', '--quiet', '--bare', '--initial-branch=main', bare))
    mkdirSync(join(bare, 'hooks'), { recursive: true })
    cpSync(join(PIPELINES, 'post-receive'), join(bare, 'hooks/post-receive'))
    succeeds(await git('init', '--quiet', '--initial-branch=main'))
    const push = async (message: string) => {
      succeeds(await git('add', 'deploy'))
      succeeds(await git('commit', '--quiet', '--message', message))
      return await git('push', '--quiet', bare, 'main')
    }
    match(succeeds(await push('Begin')), /remote: .*converged/)
    equal(await greeting(), 'hello')
    edit('GREETING: hello', 'GREETING: hi')
    succeeds(await push('Greet otherwise'))
    equal(await greeting(), 'hi')
    edit('image:', 'imag:')
    match((await push('Break it')).out, /remote: .*compose\.yaml:4:11: services\.web\.imag/)
    equal(await greeting(), 'hi')
    equal(existsSync(join(bare, 'tree/deploy/compose.yaml')), true)
  })
})

interface Step {
  readonly name?: string
  readonly run?: string
}

interface Ran {
  readonly exit: number
  /** Both streams. */
  readonly out: string
}

async function shell(
  [command = '', ...args]: readonly string[],
  options: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { ...options, timeout: 60_000 })
    return { exit: 0, out: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    return { exit: typeof code === 'number' ? code : -1, out: stdout + stderr }
  }
}

function succeeds({ exit, out }: Ran): string {
  equal(exit, 0, out)
  equal(out.includes('not-for-logs'), false)
  return out
}

interface Note {
  readonly path: string
  readonly token: string | undefined
  readonly body: URLSearchParams
}

/** Takes comments as GitLab does. */
async function listen(): Promise<{ url: string; taken: readonly Note[]; close(): Promise<void> }> {
  const taken: Note[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.once('end', () => {
      const token = request.headers['private-token']
      taken.push({ path: request.url ?? '', token: String(token), body: new URLSearchParams(text) })
      response.writeHead(201).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.1:${port}`, taken, close }
}
