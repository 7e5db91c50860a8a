import { deepEqual, equal } from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeLeftWorkspaces, WORKSPACE } from '../../engine/docker/build/left-workspaces.ts'
import { isAlive } from '../../api/v1/language/is-alive.ts'

const MODULE = new URL('../../engine/docker/build/left-workspaces.ts', import.meta.url).href
/** A program that marks a directory as the workspace of a build under way. */
const HOLDS = `import(${JSON.stringify(MODULE)}).then(({ showAlive }) => showAlive(process.argv[1])).then(() => {
  console.log('shown')
  setInterval(() => {}, 1000)
})`

describe('what the build of a killed process leaves', () => {
  let parent: string
  const running: ChildProcess[] = []
  beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'workspaces-'))))
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    rmSync(parent, { recursive: true })
  })

  /** Makes the workspace of a build by a process, and starts the program that builds in it. */
  async function building(pid: number): Promise<{ name: string; program: ChildProcess }> {
    const name = `${WORKSPACE}${pid}-abc`
    const root = join(parent, name)
    mkdirSync(root)
    writeFileSync(join(root, 'config.json'), '{"auths":{}}')
    const env = { ...process.env, DOCKER_CONFIG: root }
    const program = spawn('sh', ['-c', 'echo begun; exec sleep 1000'], {
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    running.push(program)
    await once(program.stdout, 'data')
    return { name, program }
  }

  it('is removed, and its program ended; that of a process that lives goes on', async () => {
    const { pid: dead } = spawnSync('true')
    const [left, ours] = [await building(dead), await building(process.pid)]
    const ended = once(left.program, 'exit')
    await removeLeftWorkspaces(parent)
    deepEqual(await ended, [null, 'SIGKILL'])
    deepEqual([readdirSync(parent), isAlive(ours.program.pid ?? 0)], [[ours.name], true])
    equal(existsSync(join(parent, ours.name, 'config.json')), true)
  })

  it('is not what goes on by a process that has no such id here, until that ends', async () => {
    const { pid: elsewhere } = spawnSync('true')
    const name = `${WORKSPACE}${elsewhere}-abc`
    const root = join(parent, name)
    mkdirSync(root)
    const holder = spawn(process.execPath, ['--import', 'tsx', '-e', HOLDS, root], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    running.push(holder)
    await once(holder.stdout, 'data')
    await removeLeftWorkspaces(parent)
    deepEqual(readdirSync(parent), [name])
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    equal(existsSync(join(root, 'alive')), true)
    await removeLeftWorkspaces(parent)
    deepEqual(readdirSync(parent), [])
  })

  it("is not another user's", async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const { pid: dead } = spawnSync('true')
    const { name, program } = await building(dead)
    chownSync(join(parent, name), 65_534, 65_534)
    await removeLeftWorkspaces(parent)
    deepEqual([readdirSync(parent), isAlive(program.pid ?? 0)], [[name], true])
  })
})
