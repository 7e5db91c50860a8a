import { deepEqual, throws } from 'node:assert/strict'
import { bare, endOf, parsePlace } from '../../../cli/copy/place.ts'
import { type Destination, targetOf } from '../../../cli/copy/target.ts'

type There = Destination['there']

describe('where a copy comes to lie, as with docker cp', () => {
  const f = { path: '/from/file', isDirectory: false }
  const d = { path: '/from/dir', isDirectory: true }
  for (const [what, source, path, there, wants] of [
    ['a file under a new name', f, '/to/new', 'nothing', '/to new'],
    ['a file over a file', f, '/to/old', 'file', '/to old'],
    ['a file into a directory', f, '/to/dir', 'directory', '/to/dir file'],
    ['a file into a directory with a slash', f, '/to/dir/', 'directory', '/to/dir file'],
    ['a directory under a new name', d, '/to/new', 'nothing', '/to new'],
    ['a directory under a new name with a slash', d, '/to/new/', 'nothing', '/to new'],
    ['a directory into a directory', d, '/to/dir', 'directory', '/to/dir dir'],
    ['a directory with a slash into a directory', { ...d, path: '/from/dir/' }, '/to/dir', 'directory', '/to/dir dir'],
    [
      'what is in a directory into a directory',
      { ...d, path: '/from/dir/.' },
      '/to/dir',
      'directory',
      '/to/dir undefined',
    ],
    ['what is in a directory under a new name', { ...d, path: '/from/dir/.' }, '/to/new', 'nothing', '/to new'],
    ['all of a root into a directory', { ...d, path: '/' }, '/to/dir', 'directory', '/to/dir undefined'],
    ['into the root', f, '/', 'directory', '/ file'],
  ] as readonly [string, typeof f, string, There, string][])
    it(`${what}: ${source.path} to ${path} is ${wants}`, () => {
      const { directory, name } = targetOf(source, { path, there })
      deepEqual(`${directory} ${name}`, wants)
    })

  for (const [what, source, path, there, says] of [
    ['a file into a directory that is not there', f, '/to/new/', 'nothing', /there is no directory \/to\/new\//],
    ['a file over a file with a slash', f, '/to/old/', 'file', /there is no directory/],
    ['a directory over a file', d, '/to/old', 'file', /a directory can't be copied over the file/],
    ['what is in a file', { ...f, path: '/from/file/.' }, '/to/dir', 'directory', /\/from\/file\/\. is no directory/],
    ['a file with a slash', { ...f, path: '/from/file/' }, '/to/dir', 'directory', /is no directory/],
  ] as readonly [string, typeof f, string, There, RegExp][])
    it(`refuses ${what}`, () => {
      throws(() => targetOf(source, { path, there }), says)
    })
})

describe('a side of a copy', () => {
  for (const [word, wants] of [
    ['web:/etc', { kind: 'task', name: 'web', path: '/etc' }],
    ['web:etc', { kind: 'task', name: 'web', path: '/etc' }],
    ['service/web:/a:b', { kind: 'task', name: 'service/web', path: '/a:b' }],
    ['web:/etc/.', { kind: 'task', name: 'web', path: '/etc/.' }],
    ['web:/etc/', { kind: 'task', name: 'web', path: '/etc/' }],
    ['web:/../../etc', { kind: 'task', name: 'web', path: '/etc' }],
    ['web:.', { kind: 'task', name: 'web', path: '/.' }],
    ['-', { kind: 'stream' }],
    ['a', { kind: 'local', path: 'a' }],
    ['./a:b', { kind: 'local', path: './a:b' }],
    ['/a:b', { kind: 'local', path: '/a:b' }],
    ['../a:b', { kind: 'local', path: '../a:b' }],
  ] as const)
    it(`reads ${word}`, () => deepEqual(parsePlace(word), wants))

  it('refuses what is neither', () => {
    for (const word of ['', ':/etc', 'web:']) throws(() => parsePlace(word))
  })

  it('says by its end what is meant', () => {
    const ends = (path: string) => [bare(path), ...Object.values(endOf(path))]
    deepEqual(ends('/a'), ['/a', false, false])
    deepEqual(ends('/a/'), ['/a', true, false])
    deepEqual(ends('/a/.'), ['/a', true, true])
    deepEqual(ends('.'), ['.', true, true])
    deepEqual(ends('/'), ['/', true, false])
    deepEqual(ends('/a/..'), ['/a/..', false, false])
  })
})
