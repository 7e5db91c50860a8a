// writes-of COMMAND...: runs a command before a recording proxy of this machine's engine, and fails if it makes a writing call there.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProxy } from '../../test/support/proxy.ts'

const ENGINE = '/var/run/docker.sock'

const [command = '', ...args] = process.argv.slice(2)
const directory = mkdtempSync(join(tmpdir(), 'reconcile-writes-'))
const proxy = await startProxy({ socket: join(directory, 'docker.sock'), engine: ENGINE })
try {
  const env = { ...process.env, DOCKER_HOST: `unix://${proxy.socket}` }
  const child = spawn(command, args, { env, stdio: 'inherit' })
  const [exit] = (await once(child, 'exit')) as [number | null]
  const writes = proxy.writes()
  for (const { method, path, status } of writes) console.log(`${method} ${path} ${status}`)
  console.log(`${writes.length} writing calls of ${proxy.calls.length}; exit ${exit}`)
  process.exitCode = exit === 0 && writes.length === 0 && proxy.calls.length > 0 ? 0 : 1
} finally {
  await proxy.close()
  rmSync(directory, { recursive: true })
}
