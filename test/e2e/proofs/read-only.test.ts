import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Cli } from '../../support/cli.ts'
import { fileTree } from '../../support/file-tree.ts'
import { until } from '../../support/until.ts'
import { writeStack } from './crash-stack.ts'
import { eachOnGround, type Ground, releases } from './ground.ts'
import { ended } from './serving.ts'

/** The system calls that create or change files; `bind` creates the file of a socket. */
const CHANGES =
  'open,openat,openat2,creat,truncate,ftruncate,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,' +
  'unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utimensat,setxattr,lsetxattr,fsetxattr,bind'

const LOOKS = [
  ['plan', '-f', 'tree'],
  ['plan', '-f', 'tree', '-o', 'json', '--exit-code'],
  ['simulate', '-f', 'tree', '--at', '1s node:local=down', '--at', '30s node:local=up'],
  ['get', 'all', '-o', 'yaml'],
  ['get', 'services'],
  ['describe', 'service/web', '-n', 'shop'],
  ['validate', '-f', 'tree'],
  ['version'],
] as const

/** Exit `failed` is fitting too: there is nothing to describe yet. */
const FITTING: ReadonlySet<number> = new Set([exits.converged, exits.changes, exits.failed])

for (const release of releases)
  describe(`commands that look (S7, ${release})`, function () {
    this.timeout(180_000)
    let ground: Ground

    eachOnGround((made) => (ground = made), { release })

    it('change nothing where reconcile never was', async () => {
      const cli = ground.cli()
      writeStack(cli, 'red')
      await lookAtAll(cli)
      equal(existsSync(cli.home), false)
    })

    it('change nothing where a stack was applied and drifted, and other files were written since', async () => {
      const cli = ground.cli()
      writeStack(cli, 'red')
      equal((await cli.run('apply', '-f', 'tree')).exit, 0)
      await ground.hand.call('DELETE', '/containers/shop-web-1?force=1')
      writeStack(cli, 'blue')
      await lookAtAll(cli)
    })

    it('change nothing of their own while serve runs', async () => {
      const cli = ground.cli()
      writeStack(cli, 'red')
      await cli.start('serve').says('serving the installation')
      ground.proxy.clear()
      equal((await cli.run('apply', '-f', 'tree')).exit, 0)
      await until('serve has written down its last call', () => auditedCalls(cli) === ground.proxy.writes().length)
      await lookAtAll(cli)
    })

    async function lookAtAll(cli: Cli): Promise<void> {
      const before = fileTree(cli.dir)
      ground.proxy.clear()
      for (const args of LOOKS) {
        deepEqual(await changesOf(cli, args), [], args.join(' '))
        deepEqual(ground.proxy.writes(), [], args.join(' '))
      }
      notEqual(ground.proxy.calls.length, 0)
      deepEqual(fileTree(cli.dir), before)
    }
  })

/** The number of calls in the audit log, which are written a moment after their answers. */
function auditedCalls(cli: Cli): number {
  return readFileSync(join(cli.home, 'audit/audit.jsonl'), 'utf8').split('"type":"call"').length - 1
}

/** The system calls by which a command changed files: those that succeeded and are not about devices. */
async function changesOf(cli: Cli, args: readonly string[]): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'reconcile-trace-'))
  try {
    const log = join(directory, 'calls')
    const trace = ['-e', `trace=${CHANGES}`, '-e', 'status=successful', '-o', log]
    const running = cli.startUnder(['strace', '-D', '-f', '-qqq', ...trace], ...args)
    await ended(running)
    const { exitCode } = running.child
    ok(FITTING.has(exitCode ?? -1), `${args.join(' ')} ended with ${exitCode}: ${running.output()}`)
    const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean)
    notEqual(lines.length, 0, running.output())
    return lines.filter((line) => isChange(line))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function isChange(line: string): boolean {
  if (!/\bopen(at|at2)?\(/.test(line)) return true
  return /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(line) && !line.includes('"/dev/')
}
