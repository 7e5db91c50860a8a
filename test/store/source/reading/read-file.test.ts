import assert from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { readFileOf } from '../../../../store/source/reading/read-file.ts'
import { servicesIn } from '../../../../store/source/reading/reading.ts'
import { fileError } from '../../../../store/file-error.ts'
import type { EntryStat, SourceFiles } from '../../../../store/source/disk/source-files.ts'
import { composeReader } from '../../../../compose/compose-reader.ts'
import { service } from '../world.ts'

/** A file whose content may change behind an unchanged stat. */
function createFile(age: number) {
  const now = 1_000_000
  const stat: EntryStat = { kind: 'file', size: 100, mtimeMs: now - age, ctimeMs: now - age, ino: 1 }
  const file = { text: service('a'), reads: 0 }
  const unused = () => Promise.reject(new Error('not used'))
  const files: SourceFiles = {
    list: unused,
    realpath: unused,
    stat: () => Promise.resolve(stat),
    read: () => {
      file.reads += 1
      return Promise.resolve(Buffer.from(file.text))
    },
    mountTable: () => Promise.resolve(''),
    watch: () => ({ also: () => {}, close: () => Promise.resolve() }),
  }
  const options = { files, clock: virtualClock({ start: now }), readers: [], variable: () => undefined }
  return {
    file,
    read: (cached?: Awaited<ReturnType<typeof readFileOf>>) =>
      readFileOf(options, { path: '/srv/a.yaml', stat, cached }),
  }
}

/** Files that read each other, all old but the one that was written. */
function project(texts: Record<string, string>, written = '') {
  const reads: string[] = []
  const now = 1_000_000
  const old: EntryStat = { kind: 'file', size: 100, mtimeMs: 0, ctimeMs: 0, ino: 1 }
  const young: EntryStat = { ...old, mtimeMs: now - 100, ctimeMs: now - 100 }
  const there = <T>(path: string, value: T) =>
    path in texts ? Promise.resolve(value) : Promise.reject(fileError('ENOENT', path))
  const unused = () => Promise.reject(new Error('not used'))
  const files: SourceFiles = {
    ...{ list: unused, realpath: unused },
    stat: (path) => there(path, { ...(written === path ? young : old), size: texts[path]?.length ?? 0 }),
    read(path) {
      reads.push(path)
      return there(path, Buffer.from(texts[path] ?? ''))
    },
    mountTable: () => Promise.resolve(''),
    watch: () => ({ also: () => {}, close: () => Promise.resolve() }),
  }
  const asked: string[] = []
  const reader = {
    ...composeReader,
    read(...given: Parameters<typeof composeReader.read>) {
      asked.push(given[0].file)
      return composeReader.read(...given)
    },
  }
  const options = { files, clock: virtualClock({ start: now }), readers: [reader], variable: () => undefined }
  const read = async (cached?: Awaited<ReturnType<typeof readFileOf>>) =>
    await readFileOf(options, { path: '/srv/0.yaml', stat: await files.stat('/srv/0.yaml'), cached })
  return { read, reads, asked, files }
}

const projectOf = (written?: string) => {
  const texts = { '/srv/0.yaml': 'services: {a: {image: "x:${TAG}"}}', '/srv/.env': 'TAG=1' }
  return { texts, ...project(texts, written) }
}
const imageIn = ({ reading }: Awaited<ReturnType<typeof readFileOf>>) => servicesIn([reading])[0]?.spec.template.image

describe('a project of several files', () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, n) => {
        const more = n === length - 1 ? '' : `include: [${n + 1}.yaml]\n`
        return [`/srv/${n}.yaml`, `${more}services: {s${n}: {image: x}}\n`]
      }),
    )

  it('is read whole however deep its files include each other, each a time or two', async () => {
    const { read, reads, asked } = project(chain(20))
    const { reading } = await read()
    assert.deepEqual(reading.errors, [])
    assert.equal(reading.manifests.length, 21)
    assert.equal(asked.filter((file) => file === '/srv/0.yaml').length, 2)
    assert.equal(new Set(reads).size, reads.length)
  })

  it('lets go of files that it takes in no more', async () => {
    const texts = chain(3)
    const { read } = project(texts)
    const first = await read()
    assert.equal(first.sides.has('/srv/2.yaml'), true)
    texts['/srv/1.yaml'] = 'services: {s1: {image: other}}\n'
    const second = await read(first)
    assert.deepEqual([second.sides.has('/srv/1.yaml'), second.sides.has('/srv/2.yaml')], [true, false])
  })
})

describe('a file beside another one, with an unchanged stat', () => {
  it('is not read again when it is old', async () => {
    const { read, reads } = projectOf()
    const first = await read()
    const before = reads.length
    assert.equal(await read(first), first)
    assert.equal(reads.length, before)
  })

  it('is read again when it was just written, as a second write may not show', async () => {
    const { texts, read } = projectOf('/srv/.env')
    const first = await read()
    assert.equal(imageIn(first), 'x:1')
    texts['/srv/.env'] = 'TAG=2'
    assert.equal(imageIn(await read(first)), 'x:2')
  })
})

describe('a file beside another one that is written to while it is read', () => {
  it('gives nothing, and what it is beside says what it said before', async () => {
    const { texts, read, files } = projectOf()
    const first = await read()
    const whole = files.read
    texts['/srv/.env'] = 'TAG=2 # two'
    files.read = async (path, limit) => {
      const bytes = await whole(path, limit)
      if (path !== '/srv/.env') return bytes
      texts[path] = 'TAG=2 # two, as before'
      return bytes.subarray(0, 4)
    }
    const second = await read(first)
    assert.deepEqual([imageIn(second), second.moving], ['x:1', true])
    files.read = whole
    assert.equal(imageIn(await read(second)), 'x:2')
  })
})

describe('a file beside another one that could not be read for a moment', () => {
  it('is read the next time', async () => {
    const { read, files } = project({ '/srv/0.yaml': 'services: {a: {image: x}}', '/srv/.env': 'TAG=1' })
    const readable = files.read
    files.read = (path, limit) =>
      path === '/srv/.env' ? Promise.reject(fileError('EMFILE', path)) : readable(path, limit)
    const first = await read()
    assert.match(first.reading.errors[0]?.message ?? '', /too many open files/)
    files.read = readable
    assert.deepEqual((await read(first)).reading.errors, [])
  })
})

describe('a file with an unchanged stat', () => {
  it('is not read again when it is old', async () => {
    const { file, read } = createFile(60_000)
    const first = await read()
    assert.equal(await read(first), first)
    assert.equal(file.reads, 1)
  })

  it('is read again when it was just written, as a second write may not show', async () => {
    const { file, read } = createFile(100)
    const first = await read()
    file.text = service('b')
    assert.equal((await read(first)).reading.manifests[0]?.id, 'Service/shop/b')
  })

  it('is not parsed again when its bytes are equal', async () => {
    const { read } = createFile(100)
    const first = await read()
    assert.equal((await read(first)).reading, first.reading)
  })
})

describe('a file that is written to while it is read', () => {
  const writing = (texts: readonly string[]) => {
    let [writes, reads] = [0, 0]
    const stat = (): EntryStat => ({ kind: 'file', size: 100, mtimeMs: writes, ctimeMs: writes, ino: 1 })
    const unused = () => Promise.reject(new Error('not used'))
    const files: SourceFiles = {
      ...{ list: unused, realpath: unused, stat: () => Promise.resolve(stat()) },
      read: () => Promise.resolve(Buffer.from(texts[reads++] ?? '')),
      mountTable: () => Promise.resolve(''),
      watch: () => ({ also: () => {}, close: () => Promise.resolve() }),
    }
    const options = { clock: virtualClock({ start: 1_000_000 }), readers: [], variable: () => undefined }
    return (cached?: Awaited<ReturnType<typeof readFileOf>>, isWritten = false) => {
      if (isWritten) writes += 1
      const found = stat()
      if (isWritten) writes += 1
      return readFileOf({ ...options, files }, { path: '/srv/a.yaml', stat: found, cached })
    }
  }
  const [whole, half, next] = [service('a', { replicas: 5 }), service('a'), service('a', { replicas: 7 })]
  const said = ({ reading }: Awaited<ReturnType<typeof readFileOf>>) =>
    servicesIn([reading])[0]?.spec.replicas ?? reading.errors[0]?.message

  it('says what it said before, until it was read whole', async () => {
    const read = writing([whole, half, next])
    const first = await read()
    const second = await read(first, true)
    const third = await read(second)
    assert.deepEqual([first, second, third].map(said), [5, 5, 7])
    assert.deepEqual(
      [second, third].map(({ moving }) => moving),
      [true, false],
    )
  })

  it('says nothing yet where it was not read before', async () => {
    const read = writing([half, whole])
    const first = await read(undefined, true)
    assert.deepEqual([first, await read(first)].map(said), ['changed while it was read', 5])
  })
})
