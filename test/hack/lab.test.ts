import { deepEqual, equal } from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const LAB = fileURLToPath(new URL('../../hack/lab/lab', import.meta.url))

describe('a lab', function () {
  this.timeout(60_000)
  let home: string
  let owner: ChildProcess
  const lab = async (...args: string[]) =>
    (await promisify(execFile)(LAB, args, { env: { ...process.env, TMPDIR: home } })).stdout.trim()
  const up = () => lab('up', '0', '--owner', String(owner.pid))
  const dirOf = (name: string) => join(home, `reconcile-lab-${process.getuid?.()}-${name}`)
  /** Asked of the kernel by /proc: a bare machine has nothing at /sys. */
  const hasBridge = async (name: string) => (await readFile('/proc/net/dev', 'utf8')).includes(`rl${name}:`)
  const initOf = async (name: string) => (await readFile(join(dirOf(name), 'init'), 'utf8')).split(' ')[0]

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'l'))
    owner = spawn('sleep', ['infinity'])
  })
  afterEach(async () => {
    owner.kill('SIGKILL')
    for (const line of (await lab('list')).split('\n')) if (line) await lab('down', line.split(' ')[0] ?? '')
    await rm(home, { recursive: true })
  })
  const ownerDies = () =>
    new Promise((resolve) => {
      owner.once('exit', resolve)
      owner.kill('SIGKILL')
    })

  it('stays while its owner lives', async () => {
    const name = await up()
    await lab('sweep')
    equal(existsSync(`/proc/${await initOf(name)}`), true)
    equal(await hasBridge(name), true)
  })

  it('is swept whole when its owner was killed', async () => {
    const name = await up()
    const init = await initOf(name)
    await ownerDies()
    await lab('sweep')
    equal(existsSync(dirOf(name)), false)
    equal(existsSync(`/proc/${init}`), false)
    equal(await hasBridge(name), false)
  })

  it('is swept by the next one that starts, which itself stays', async () => {
    const old = await up()
    await ownerDies()
    owner = spawn('sleep', ['infinity'])
    const name = await up()
    equal(existsSync(dirOf(old)), false)
    equal(existsSync(dirOf(name)), true)
  })

  it('is swept by one of those that would at the same time, and the others wait for it', async () => {
    const names = [await up(), await up()]
    await ownerDies()
    const sweep = () => promisify(execFile)(LAB, ['sweep'], { env: { ...process.env, TMPDIR: home } })
    const said = (await Promise.all(Array.from({ length: 4 }, sweep))).map(({ stderr }) => stderr).join('')
    equal(said.match(/sweeping/g)?.length, names.length, said)
    deepEqual(
      names.map((name) => existsSync(dirOf(name))),
      [false, false],
    )
  })

  it('has a network of its own beside another', async () => {
    const nets = await Promise.all([up(), up()].map(async (name) => readFile(join(dirOf(await name), 'net'), 'utf8')))
    equal(new Set(nets).size, 2)
  })
})
