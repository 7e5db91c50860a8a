import { deepEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'

/** Each program that is started with pipes. */
const STARTS = {
  ssh: 'runSsh({ args: [], env: {}, signal })',
  helper: "askHelper('none', 'https://r', { clock, signal })",
  buildx: "runBuildx({ program: 'none', args: [], env: {}, directory: '/', input: '', onLine() {} }, clock, signal)",
  server: "once(sshEndpoint({ host: 'h' }, { env: {}, caller: '' }).connect(), 'close')",
}

const SCRIPT = `
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { realClock as clock } from './clock/real.ts'
import { sshEndpoint } from './api/client/ssh.ts'
import { runBuildx } from './engine/docker/build/run-buildx.ts'
import { askHelper } from './engine/docker/credential-helper.ts'
import { runSsh } from './engine/docker/ssh/run-ssh.ts'
const { signal } = new AbortController()
try { for (;;) openSync('/dev/null', 'r') } catch {}
const said = []
const note = (name) => (error) => said.push(name + ' ' + (error.cause ?? error).code)
${Object.entries(STARTS)
  .map(([name, start]) => `await ${start}.catch(note('${name}'))`)
  .join('\n')}
console.log(said.join('\\n'))
`

describe('a program for which too many files are open', () => {
  it('is told as one that could not be started, and ends no process', () => {
    const node = `ulimit -n 100; exec ${process.execPath} --import=./hack/typescript/register.mjs --input-type=module`
    const { stdout, stderr } = spawnSync('sh', ['-c', node], { input: SCRIPT, encoding: 'utf8' })
    deepEqual(
      stdout.trim().split('\n'),
      Object.keys(STARTS).map((name) => `${name} EMFILE`),
      stderr,
    )
  })
})
