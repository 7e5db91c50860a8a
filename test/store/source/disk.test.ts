import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Source } from '../../../store/source/source.ts'
import { until } from '../../support/until.ts'
import { createDiskWorld } from './disk-world.ts'
import { service } from './world.ts'

describe('a directory on the disk', function () {
  this.timeout(60_000)
  let world: Awaited<ReturnType<typeof createDiskWorld>>
  let source: Source | undefined

  beforeEach(async () => {
    world = await createDiskWorld()
    source = undefined
  })

  afterEach(async () => {
    await source?.close()
    world.remove()
  })

  /** Waits until a file written now is taken in: what stood there before has been read by then. */
  async function readAgain(): Promise<void> {
    const count = world.services().length
    await world.write('mark.yaml', service('mark'))
    await until('the mark is read', () => world.services().length === count + 1)
  }

  async function started(...services: string[]): Promise<Source> {
    for (const name of services) await world.write(`${name}.yaml`, service(name))
    source = world.start()
    await until('the first reading', () => world.services().length === services.length)
    return source
  }

  const swapLink = async (target: string, link: string) => {
    await symlink(target, join(world.root, '.link'))
    await rename(join(world.root, '.link'), join(world.root, link))
  }

  it('is followed when files are replaced by renames', async () => {
    await started('web')
    for (const replicas of [2, 3, 4]) {
      await world.swapIn('web.yaml', service('web', { replicas }))
      await until(`${replicas} replicas`, () => world.replicas('shop/web') === replicas)
    }
  })

  it('is followed through what vim and emacs leave for a moment', async () => {
    await started('web')
    const path = (name: string) => join(world.root, name)
    const uid = world.store.get('Service', 'shop/web')?.metadata.uid
    await writeFile(path('.web.yaml.swp'), 'b0VIM')
    await writeFile(path('4913'), '')
    await unlink(path('4913'))
    await symlink('user@host.1:1', path('.#web.yaml'))
    await writeFile(path('#web.yaml#'), 'kind: [')
    await rename(path('web.yaml'), path('web.yaml~'))
    await writeFile(path('web.yaml'), service('web', { replicas: 2 }))
    await until('2 replicas', () => world.replicas('shop/web') === 2)
    await readAgain()
    assert.equal(world.store.get('Service', 'shop/web')?.metadata.uid, uid)
    assert.deepEqual(source?.errors(), [])
  })

  it('is read but for names that are no UTF-8, which are said with what to do, and counts once they are gone', async () => {
    await started('web', 'db')
    const path = (name: string) => Buffer.concat([Buffer.from(`${world.root}/`), Buffer.from(name, 'latin1')])
    await mkdir(path('caf\u00e9'))
    await writeFile(path('caf\u00e9.yaml'), service('new'))
    await symlink('web.yaml', path('lien\u00e9.yaml'))
    await unlink(join(world.root, 'db.yaml'))
    const words = () => source?.errors().map(({ message }) => message) ?? []
    await until('all is said', () => words().some((each) => each.startsWith('Service/shop/db')) && words().length === 4)
    assert.deepEqual(words().sort(), [
      'Service/shop/db: in no file any more, and kept until this one can be used',
      ...['its name is not UTF-8: rename it', 'its name is not UTF-8: rename it', 'its name is not UTF-8: rename it'],
    ])
    for (const name of ['caf\u00e9', 'caf\u00e9.yaml', 'lien\u00e9.yaml']) await rm(path(name), { recursive: true })
    await until('db is gone', () => !world.services().includes('shop/db'))
    assert.deepEqual(words(), [])
  })

  it('is followed through a swapped link, as Kubernetes mounts ConfigMaps', async () => {
    await world.write('..1/web.yaml', service('web'))
    await world.write('..2/web.yaml', service('web', { replicas: 2 }))
    await symlink('..1', join(world.root, '..data'))
    await symlink('..data/web.yaml', join(world.root, 'web.yaml'))
    await started()
    await until('the link is read', () => world.replicas('shop/web') === 1)
    await swapLink('..2', '..data')
    await until('2 replicas', () => world.replicas('shop/web') === 2)
  })

  it('is followed through a swapped link to a directory', async () => {
    await world.write('.releases/1/web.yaml', service('web'))
    await world.write('.releases/2/web.yaml', service('web', { replicas: 2 }))
    await symlink('.releases/1', join(world.root, 'current'))
    await started()
    await until('the link is read', () => world.replicas('shop/web') === 1)
    await swapLink('.releases/2', 'current')
    await until('2 replicas', () => world.replicas('shop/web') === 2)
    await world.write('.releases/2/web.yaml', service('web', { replicas: 3 }))
    await until('3 replicas', () => world.replicas('shop/web') === 3)
  })

  it('is followed when the root itself is a swapped link', async () => {
    await rm(world.root, { recursive: true })
    const path = (name: string) => join(world.home, name)
    for (const version of ['1', '2']) await mkdir(path(version))
    await writeFile(path('1/web.yaml'), service('web'))
    await writeFile(path('2/web.yaml'), service('web', { replicas: 2 }))
    await symlink('1', world.root)
    await started()
    await until('the link is read', () => world.replicas('shop/web') === 1)
    await symlink('2', path('link'))
    await rename(path('link'), world.root)
    await until('2 replicas', () => world.replicas('shop/web') === 2)
    await writeFile(path('2/web.yaml'), service('web', { replicas: 3 }))
    await until('3 replicas', () => world.replicas('shop/web') === 3)
  })

  for (const [how, swap] of [
    ['two renames', () => rename(world.root, join(world.home, 'old'))],
    ['a deletion and a rename', () => rm(world.root, { recursive: true })],
  ] as const)
    it(`is followed when another one takes the place of the root by ${how}`, async () => {
      const next = join(world.home, 'next')
      await mkdir(next)
      await writeFile(join(next, 'web.yaml'), service('web', { replicas: 2 }))
      // Nothing is missing then: the wait of a deletion would have the tree read.
      await writeFile(join(next, 'mark.yaml'), service('mark'))
      await started('web')
      await readAgain()
      await swap()
      await rename(next, world.root)
      await until('2 replicas', () => world.replicas('shop/web') === 2)
      await world.write('web.yaml', service('web', { replicas: 3 }))
      await until('3 replicas', () => world.replicas('shop/web') === 3)
    })

  it('is followed where a link far above the root was swapped, from the next look at it', async () => {
    const path = (name: string) => join(world.home, name)
    for (const [version, replicas] of Object.entries({ one: 1, two: 2 })) {
      await mkdir(path(`${version}/deep/root`), { recursive: true })
      await writeFile(path(`${version}/deep/root/web.yaml`), service('web', { replicas }))
    }
    await symlink('one', path('current'))
    source = world.start(path('current/deep/root'))
    await until('the first reading', () => world.replicas('shop/web') === 1)
    await writeFile(path('two/deep/root/mark.yaml'), service('mark'))
    await writeFile(path('one/deep/root/mark.yaml'), service('mark'))
    await until('the mark is read', () => world.services().length === 2)
    await symlink('two', path('link'))
    await rename(path('link'), path('current'))
    source.readSoon()
    await until('2 replicas', () => world.replicas('shop/web') === 2)
    await writeFile(path('two/deep/root/web.yaml'), service('web', { replicas: 3 }))
    await until('3 replicas', () => world.replicas('shop/web') === 3)
  })

  it('keeps a service while its file is written in two halves', async () => {
    await started('web')
    const text = service('web', { replicas: 2 })
    await writeFile(join(world.root, 'web.yaml'), text.slice(0, 30))
    await until('an error', () => source?.errors().length === 1)
    await readAgain()
    assert.equal(world.replicas('shop/web'), 1)
    await appendFile(join(world.root, 'web.yaml'), text.slice(30))
    await until('2 replicas', () => world.replicas('shop/web') === 2)
    assert.deepEqual(source?.errors(), [])
  })

  it('may vanish and come back', async () => {
    for (const name of ['web', 'db']) await world.write(`${name}.yaml`, service(name))
    const other = join(world.home, 'other')
    await mkdir(other)
    for (const name of ['goes', 'stays']) await writeFile(join(other, `${name}.yaml`), service(name))
    source = world.start(other)
    await until('the first reading', () => world.services().length === 4)
    await rename(world.root, `${world.root}-away`)
    await until('an error', () => source?.errors().length === 1)
    await rm(join(other, 'goes.yaml'))
    await until('what is gone elsewhere is deleted', () => !world.services().includes('shop/goes'))
    assert.deepEqual(world.services(), ['shop/db', 'shop/stays', 'shop/web'])
    await rename(`${world.root}-away`, world.root)
    await until('no error', () => source?.errors().length === 0)
    await world.write('web.yaml', service('web', { replicas: 2 }))
    await until('2 replicas', () => world.replicas('shop/web') === 2)
  })

  it('may be made after the start', async () => {
    await rm(world.root, { recursive: true })
    source = world.start()
    await until('an error', () => source?.errors().length === 1)
    await world.write('deep/er/web.yaml', service('web'))
    await until('the service', () => world.services().length === 1)
    await until('no error', () => source?.errors().length === 0)
  })

  it('is followed into new directories', async () => {
    await started('web')
    await mkdir(join(world.root, 'a'))
    await world.write('a/b/c/db.yaml', service('db'))
    await until('the service', () => world.services().length === 2)
    await world.write('a/b/c/db.yaml', service('db', { replicas: 2 }))
    await until('2 replicas', () => world.replicas('shop/db') === 2)
  })

  it('is read no further than its own files', async () => {
    await writeFile(join(world.home, 'secret.yaml'), service('outside'))
    await started('web')
    await symlink(join(world.home, 'secret.yaml'), join(world.root, 'out.yaml'))
    await symlink('..', join(world.root, 'up'))
    await symlink('.', join(world.root, 'loop'))
    await symlink('web.yaml', join(world.root, 'again.yaml'))
    await symlink('nowhere', join(world.root, 'dead.yaml'))
    await symlink('nowhere', join(world.root, 'latest.log'))
    await symlink('self', join(world.root, 'self'))
    execFileSync('mkfifo', [join(world.root, 'pipe.yaml')])
    await mkdir(join(world.root, 'bind.yaml'))
    await until('4 errors', () => source?.errors().length === 4)
    const messages = source
      ?.errors()
      .map(({ place, message }) => `${place.file.slice(world.root.length)} ${message}`)
      .sort()
    assert.match(
      messages?.join('\n') ?? '',
      /bind.yaml is a directory without manifests.*\n.*dead.yaml leads nowhere.*\n.*out.yaml leads out of its root.*\n.*pipe.yaml is no regular file/,
    )
    assert.deepEqual(world.services(), ['shop/web'])
    assert.match(world.lines.join('\n'), /warning: .*again.yaml:1:1: is a link to .*web.yaml, which counts once/)
    assert.doesNotMatch(world.lines.join('\n'), /latest|self:1|not read completely/)
    assert.match(world.lines.join('\n'), /warning: .*up:1:1: leads out of its root.*name that directory too/)
  })

  it('wakes for an env file outside of it', async () => {
    await writeFile(join(world.home, 'web.env'), 'A=1\n')
    await world.write('shop/compose.yaml', 'services:\n  web:\n    image: busybox:1\n    env_file: ../../web.env\n')
    await started()
    const env = () => JSON.stringify(world.store.get('Service', 'shop/web')?.spec.template.env)
    await until('the service', () => env()?.includes('"1"') ?? false)
    await writeFile(join(world.home, 'web.env'), 'A=22\n')
    await until('the new value', () => env()?.includes('"22"') ?? false)
  })

  it('follows git from branch to branch: a stack that a commit took away goes at once', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', world.root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { stdio: 'pipe' })
    git('init', '-q', '-b', 'main')
    for (let index = 0; index < 20; index += 1) await world.write(`shop/s${index}.yaml`, service(`s${index}`))
    git('add', '.')
    git('commit', '-q', '-m', 'shop')
    git('switch', '-q', '-c', 'blog')
    await world.write('blog/blog.yaml', service('blog', { namespace: 'blog' }))
    await world.write('shop/s0.yaml', service('s0', { replicas: 5 }))
    git('add', '.')
    git('commit', '-q', '-m', 'blog')
    source = world.start()
    await until('21 services', () => world.services().length === 21)
    git('switch', '-q', 'main')
    await until('the blog is gone', () => world.services().length === 20)
    assert.equal(world.replicas('shop/s0'), 1)
    git('switch', '-q', 'blog')
    await until('the blog is back', () => world.services().length === 21 && world.replicas('shop/s0') === 5)
    assert.deepEqual(source.errors(), [])
  })

  it('of 5,000 files is read, followed, and guarded', async function () {
    this.timeout(120_000)
    await Promise.all(
      Array.from({ length: 5_000 }, (_, index) =>
        world.write(`d${index % 50}/s${index}.yaml`, service(`s${index}`, { namespace: `n${index % 50}` })),
      ),
    )
    source = world.start()
    await source.firstReadingDone
    assert.equal(world.services().length, 5_000)
    await world.write('d7/s7.yaml', service('s7', { namespace: 'n7', replicas: 9 }))
    await until('9 replicas', () => world.replicas('n7/s7') === 9)
    for (let index = 0; index < 20; index += 1) await rm(join(world.root, `d${index}`), { recursive: true })
    await until('a hold', () => world.store.facts('hold').size === 1)
    assert.equal(world.services().length, 5_000)
  })
})
