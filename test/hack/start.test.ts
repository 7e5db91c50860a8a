import { match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const START = fileURLToPath(new URL('../../hack/start', import.meta.url))

describe('npm start in a checkout without its example', () => {
  it('says so, and how it comes again, before anything is set up', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'start-'))
    cpSync(START, join(dir, 'hack/start'))
    const ended = await promisify(execFile)(join(dir, 'hack/start'), ['--once']).catch(({ code, stderr }) => [
      code,
      stderr,
    ])
    rmSync(dir, { recursive: true })
    match(String(ended), /^2,start: examples\/hello\/compose.yaml is not there.*: git checkout -- examples\/hello\n$/)
  })
})

describe('npm start where the environment names a proxy', () => {
  it('asks for its own page without it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'start-'))
    cpSync(START, join(dir, 'hack/start'))
    for (const each of ['hack/setup', 'bin', 'examples/hello']) mkdirSync(join(dir, each), { recursive: true })
    writeFileSync(join(dir, 'examples/hello/compose.yaml'), 'name: hello\n')
    const none = ['hack/setup/setup', 'hack/setup/build', 'bin/reconcile'].map((file) => [file, ''] as const)
    for (const [file, does] of [...none, ['hack/setup/engine', 'echo unix:///nowhere.sock'] as const])
      writeFileSync(join(dir, file), `#!/bin/sh\n${does}\n`, { mode: 0o755 })
    const page = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    await once(page, 'listening')
    const HELLO_PORT = String((page.address() as AddressInfo).port)
    const env = { ...process.env, HELLO_PORT, http_proxy: 'http://127.0.0.1:1', no_proxy: '' }
    const { stdout } = await promisify(execFile)(join(dir, 'hack/start'), ['--once'], { env })
    page.close()
    rmSync(dir, { recursive: true })
    match(stdout, new RegExp(`^start: the page answers at http://localhost:${HELLO_PORT}/$`, 'm'))
  })
})
