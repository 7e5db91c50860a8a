import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { variablesOf } from '../../../cli/arguments/manifest-options.ts'
import { readArgument } from '../../../cli/arguments/read-argument.ts'
import { webhookOf } from '../../../cli/arguments/webhook.ts'
import { plan } from '../../../cli/commands/plan.ts'
import type { Context } from '../../../cli/context.ts'
import { listeningOf } from '../../../cli/local/serving/listen.ts'
import { tokenOf, trusted } from '../../../cli/remote/credentials.ts'
import { realFiles } from '../../../store/storage/files.ts'
import { createToken, knownToken, listTokens } from '../../../store/tokens/tokens.ts'

/** Opening a pipe waits for whoever writes into it, for ever. */
describe('a pipe', function () {
  this.timeout(20_000)
  let cwd: string
  let said: string[]
  let context: Context
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'pipes-'))
    said = []
    const complain = (...lines: readonly string[]) => void said.push(...lines)
    context = { cwd, env: { HERE: 'env' }, terminal: { complain } } as unknown as Context
  })
  afterEach(() => rmSync(cwd, { recursive: true }))

  const pipe = (name: string) => {
    execFileSync('mkfifo', [join(cwd, name)])
    return name
  }
  /** Has a shell write its output into a new pipe. */
  const writing = (command: string, name = 'pipe') => {
    spawn('sh', ['-c', `{ ${command}; } >"$0"`, join(cwd, pipe(name))], { stdio: 'ignore' })
    return name
  }

  it('that an option names is read to its end, however late that is', () => {
    equal(String(readArgument(join(cwd, writing('echo one; sleep 0.1; echo two')))), 'one\ntwo\n')
    throws(() => readArgument(join(cwd, writing('cat /dev/zero', 'endless'))), { code: 'EFBIG' })
  })

  it('that nobody writes into, or ends, is waited for a while', () => {
    throws(() => readArgument(join(cwd, pipe('pipe')), 30), /nobody wrote into this pipe to its end within 0\.03 s/)
    throws(() => readArgument(join(cwd, writing('echo one; exec sleep 3', 'on')), 300), /nobody wrote/)
  })

  it('of a shell is read as it is there, also where it is empty', () => {
    const script = `import(process.argv[1]).then(({ readArgument }) => console.log(JSON.stringify(String(readArgument(process.argv[2])))))`
    const module = join(import.meta.dirname, '../../../cli/arguments/read-argument.ts')
    const run = (command: string) => {
      const node = `'${process.execPath}' --import tsx -e '${script}' '${module}' <(${command})`
      return execFileSync('bash', ['-c', node], { encoding: 'utf8' }).trim()
    }
    deepEqual([run('sleep 0.2; echo A=1'), run('true')], ['"A=1\\n"', '""'])
  })

  it('is one of the files of variables, where it is named as that; the environment wins', () => {
    writeFileSync(join(cwd, 'first.env'), 'A=first\nB=first\n')
    writeFileSync(join(cwd, 'last.env'), 'C=last${B}\n')
    const envFile = ['first.env', writing("echo B=pipe; echo C=pipe; echo HERE=pipe; echo 'D=$NONE'"), 'last.env']
    deepEqual(variablesOf(context, { profile: ['p'], envFile }), {
      ...{ A: 'first', B: 'pipe', C: 'lastpipe', D: '' },
      ...{ COMPOSE_ENV_FILES: '/dev/null', COMPOSE_PROFILES: 'p' },
    })
    match(said.join(), /^warning: .*\/pipe:4:\d+: .*NONE/)
  })

  it('of variables that can not be used is refused by name', () => {
    const refused = (envFile: string, message: RegExp) =>
      throws(() => variablesOf(context, { envFile: [envFile] }), { exit: 2, message })
    refused(writing(`echo "A='1"`), /^--env-file .*\/pipe:1:3: the quote of A is not closed/)
    refused(writing('cat /dev/zero', 'endless'), /^--env-file .*\/endless:1:1: can't be read: larger than 5 MB/)
  })

  it('of variables is part of no plan that is kept', async () => {
    writeFileSync(join(cwd, 'compose.yaml'), 'services: { web: { image: x } }\n')
    await rejects(
      plan(context, [], { output: 'text', out: 'plan.json', file: ['compose.yaml'], envFile: [writing('echo A=1')] }),
      {
        exit: 2,
        message: '--out can keep no plan with --env-file pipe, a pipe',
      },
    )
  })

  it('has the token of --notify-token or RECONCILE_TOKEN_FILE, as `<(pass show token)`', () => {
    const notify = 'http://localhost/x'
    equal(webhookOf(context, { notify, notifyToken: writing('echo abc') })?.token, 'abc')
    equal(tokenOf({ cwd, env: { RECONCILE_TOKEN_FILE: writing('echo def', 'other') } }), 'def')
  })

  it('is refused where a file is read again and again, or nobody would write into it', async () => {
    const [tlsCert, tlsKey] = [pipe('cert.pem'), 'key.pem']
    throws(() => listeningOf(context, { listen: '127.0.0.1:0', tlsCert, tlsKey }), /^\S* ?--tls-cert cert\.pem: EINVAL/)
    throws(() => trusted({ cwd, env: {} }, [pipe('all.crt')]), /all\.crt: EINVAL/)
    createToken(cwd, { name: 'ci', role: 'view', createdAt: '2026-01-01T00:00:00Z' })
    pipe('late.json')
    deepEqual([listTokens(cwd).map(({ name }) => name), knownToken(cwd, 'rct.late.x')], [['ci'], undefined])
    await rejects(realFiles.read(join(cwd, pipe('log'))), { code: 'EINVAL' })
  })
})
