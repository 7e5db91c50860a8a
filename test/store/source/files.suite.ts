import assert from 'node:assert/strict'
import type { SourceFiles } from '../../../store/source/disk/source-files.ts'
import { errorCode } from '../../../api/v1/language/caught-error.ts'

/** A file system under test, and how to change it. */
export interface FilesUnderTest {
  readonly files: SourceFiles
  readonly root: string
  write(path: string, text: string): void
  makeLink(path: string, target: string): void
  makePipe(path: string): void
  remove(path: string): void
  /** Lets what is under way go on until `holds`. */
  until(holds: () => boolean): Promise<void>
  /** Lets a call on the files answer. */
  answer<T>(call: Promise<T>): Promise<T>
  close(): void
}

/** What roots rely on, whatever the files are. */
export function filesSuite(name: string, create: () => FilesUnderTest): void {
  describe(`files (${name})`, function () {
    this.timeout(60_000)
    let world: FilesUnderTest
    beforeEach(() => {
      world = create()
    })
    afterEach(() => world.close())

    const codeFrom = async (call: Promise<unknown>) => {
      const answer = call.then(() => 'none', errorCode)
      return await world.answer(answer)
    }

    it('list names with their kinds', async () => {
      world.write(`${world.root}/a.yaml`, 'x')
      world.write(`${world.root}/sub/b.yaml`, 'x')
      world.makeLink(`${world.root}/link`, 'a.yaml')
      world.makePipe(`${world.root}/pipe`)
      const entries = [...(await world.answer(world.files.list(world.root)))].map(({ name, kind }) => `${name} ${kind}`)
      assert.deepEqual(entries.sort(), ['a.yaml file', 'link symlink', 'pipe other', 'sub directory'])
    })

    it('follow links in stat, read and realpath', async () => {
      world.write(`${world.root}/sub/b.yaml`, 'text')
      world.makeLink(`${world.root}/link`, 'sub')
      assert.equal((await world.answer(world.files.stat(`${world.root}/link`))).kind, 'directory')
      assert.equal((await world.answer(world.files.stat(`${world.root}/link/b.yaml`))).size, 4)
      assert.equal(
        Buffer.from(await world.answer(world.files.read(`${world.root}/link/b.yaml`, 10))).toString(),
        'text',
      )
      assert.equal(await world.answer(world.files.realpath(`${world.root}/link/b.yaml`)), `${world.root}/sub/b.yaml`)
    })

    it('fail with codes', async () => {
      world.write(`${world.root}/a.yaml`, 'a long text')
      world.makePipe(`${world.root}/pipe`)
      world.makeLink(`${world.root}/circle`, 'circle')
      assert.equal(await codeFrom(world.files.stat(`${world.root}/none`)), 'ENOENT')
      assert.equal(await codeFrom(world.files.list(`${world.root}/none`)), 'ENOENT')
      assert.equal(await codeFrom(world.files.list(`${world.root}/a.yaml`)), 'ENOTDIR')
      assert.equal(await codeFrom(world.files.read(`${world.root}/a.yaml`, 5)), 'EFBIG')
      assert.equal(await codeFrom(world.files.read(`${world.root}/pipe`, 5)), 'EINVAL')
      assert.equal(await codeFrom(world.files.read(world.root, 5)), 'EISDIR')
      assert.equal(await codeFrom(world.files.stat(`${world.root}/circle`)), 'ELOOP')
    })

    it('tell a file that was written again by its stat', async () => {
      const path = `${world.root}/a.yaml`
      world.write(path, 'one')
      const before = await world.answer(world.files.stat(path))
      world.write(path, 'three')
      assert.notDeepEqual(await world.answer(world.files.stat(path)), before)
    })

    it('hint at changes in the tree and of files beside it, until closed', async () => {
      let hints = 0
      world.write(`${world.root}/in/a.yaml`, 'x')
      const watch = world.files.watch(`${world.root}/in`, () => {
        hints += 1
      })
      const change = async (path: string) => {
        const before = hints
        await world.until(() => {
          world.write(path, String(hints))
          return hints > before
        })
      }
      await change(`${world.root}/in/a.yaml`)
      await change(`${world.root}/in/deep/b.yaml`)
      watch.also([`${world.root}/beside.env`])
      await change(`${world.root}/beside.env`)
      await watch.close()
      const after = hints
      world.remove(`${world.root}/in/a.yaml`)
      await world.answer(world.files.stat(world.root))
      assert.equal(hints, after)
    })
  })
}
