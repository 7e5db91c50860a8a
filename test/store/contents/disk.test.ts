import { deepEqual, equal, match, notEqual, throws } from 'node:assert/strict'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Config, V1Secret } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { realClock } from '../../../clock/real.ts'
import { contentKey, diskContents, hasContentKey, keepContent, stageContent } from '../../../store/contents/disk.ts'

describe('contents on disk', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'contents-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const keyFiles = () => [join(dir, 'state', 'content-key'), join(dir, '.key')]

  const contents = (key = Buffer.from('k'), env: Record<string, string> = {}) =>
    diskContents({ dir, key, variable: (name) => env[name], settling: { clock: realClock, quietMs: 20, emptyMs: 100 } })

  it('reads a file, and hashes it with the key', async () => {
    const file = join(dir, 'password')
    writeFileSync(file, 'hunter2')
    const first = await contents().read(aSecret({ file }))
    const second = await contents(Buffer.from('other')).read(aSecret({ file }))
    equal(first.found && Buffer.from(first.bytes).toString(), 'hunter2')
    equal(first.found && second.found && first.hash !== second.hash, true)
  })

  it('hashes where a node is to have it, too, as another place is another mount', async () => {
    const file = join(dir, 'password')
    writeFileSync(file, 'hunter2')
    const hashOf = async (spec: V1Secret['spec']) => {
      const content = await contents().read(aSecret({ file, ...spec }))
      return content.found && content.hash
    }
    equal(await hashOf({ storage: 'Memory' }), await hashOf({}))
    notEqual(await hashOf({ storage: 'Disk' }), await hashOf({}))
  })

  it('keeps the value of a variable readable by its owner alone', async () => {
    const secret = aSecret({ environment: 'TOKEN' })
    const staged = await stageContent(dir, secret, Buffer.from('from-apply'))
    equal((await contents().read(secret)).found, false)
    staged.commit()
    equal(statSync(join(dir, 'shop/token')).mode & 0o777, 0o600)
    const read = await contents(Buffer.from('k'), { TOKEN: 'from-here' }).read(secret)
    equal(read.found && Buffer.from(read.bytes).toString(), 'from-apply')
  })

  it('takes no empty variable for the bytes of a secret, but for those of a config', async () => {
    const from = contents(Buffer.from('k'), { TOKEN: '' })
    equal((await from.read(aSecret({ environment: 'TOKEN' }))).found, false)
    equal((await from.read(aConfig({ environment: 'TOKEN' }))).found, true)
  })

  it('does not take a config for a secret of the same name', async () => {
    const staged = await stageContent(dir, aSecret({ stored: true }), Buffer.from('secret'))
    staged.commit()
    const read = await contents().read(aConfig({ stored: true }))
    equal(read.found, false)
  })

  it('takes no secret for a config, whatever both are called', async () => {
    const names = ['token', 'token.config', 'token.config.secret', 'token.secret']
    const all = names.flatMap((name) => [
      { ...aSecret({ stored: true }), metadata: { name, namespace: 'shop' } },
      { ...aConfig({ stored: true }), metadata: { name, namespace: 'shop' } },
    ])
    const bytesOf = ({ kind, metadata }: (typeof all)[number]) => `${kind} ${metadata.name}`
    for (const each of all) (await stageContent(dir, each, Buffer.from(bytesOf(each)))).commit()
    for (const each of all) {
      const read = await contents().read(each)
      equal(read.found && Buffer.from(read.bytes).toString(), bytesOf(each))
    }
  })

  it('leaves no half of what could not be kept', async () => {
    mkdirSync(join(dir, 'shop', 'token'), { recursive: true })
    throws(() => keepContent(dir, aSecret({ stored: true }), Buffer.from('bytes')), { code: 'EISDIR' })
    const staged = await stageContent(dir, aSecret({ stored: true }), Buffer.from('bytes'))
    throws(() => staged.commit(), { code: 'EISDIR' })
    deepEqual(readdirSync(join(dir, 'shop')), ['token'])
  })

  const refused: { it: string; object: () => V1Secret | V1Config; because: RegExp }[] = [
    { it: 'a file that is missing', object: () => aSecret({ file: join(dir, 'none') }), because: /none is not there/ },
    { it: 'a directory', object: () => aSecret({ file: dir }), because: /no regular file/ },
    {
      it: 'more than 1 MiB',
      object: () => {
        writeFileSync(join(dir, 'large'), Buffer.alloc(1024 * 1024 + 1))
        return aSecret({ file: join(dir, 'large') })
      },
      because: /larger than 1 MiB/,
    },
    {
      it: 'a variable that nobody set',
      object: () => aSecret({ environment: 'TOKEN' }),
      because: /^nothing gave the variable TOKEN a value yet: set it and apply again$/,
    },
    {
      it: 'a variable that nobody set, in a directory that is watched',
      object: () => {
        const secret = aSecret({ environment: 'TOKEN' })
        const places = { 'reconcile.dev/root': '/srv', 'reconcile.dev/source': '/srv/shop/compose.yaml' }
        return { ...secret, metadata: { ...secret.metadata, annotations: places } }
      },
      because: /^nothing gave the variable TOKEN a value yet: set it in \/srv\/shop\/\.env, .* or start serve with it/,
    },
  ]
  for (const { it: sentence, object, because } of refused)
    it(`says why there are no bytes: ${sentence}`, async () => {
      const read = await contents().read(object())
      match(read.found ? '' : read.because, because)
    })

  it('leaves nothing of what was staged and dropped', async () => {
    const staged = await stageContent(dir, aSecret({ stored: true }), Buffer.from('secret'))
    staged.drop()
    equal((await contents().read(aSecret({ stored: true }))).found, false)
    deepEqual(readdirSync(join(dir, 'shop')), [])
  })

  it('has one key, however many ask for the first one at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => contentKey(keyFiles(), true)))
    for (const key of keys) deepEqual(key, keys[0])
    deepEqual(readdirSync(dir), ['.key', 'state'])
    deepEqual(readdirSync(join(dir, 'state')), ['content-key'])
  })

  it('has one key per installation, and makes none where it may not write', async () => {
    await contentKey(keyFiles(), false)
    deepEqual([readdirSync(dir), hasContentKey(keyFiles())], [[], false])
    const made = await contentKey(keyFiles(), true)
    deepEqual(await contentKey(keyFiles(), true), made)
    for (const file of keyFiles()) equal(statSync(file).mode & 0o777, 0o600)
  })

  it('takes no emptied file for a key, where no other has it', async () => {
    const made = await contentKey(keyFiles(), true)
    for (const file of keyFiles()) writeFileSync(file, '')
    const anew = await contentKey(keyFiles(), true)
    equal(anew.length, made.length)
    for (const file of keyFiles()) deepEqual(readFileSync(file), Buffer.from(anew))
  })

  for (const { it: sentence, harm } of [
    { it: 'has the key still when one of its two files is gone', harm: () => rmSync(keyFiles()[1] ?? '') },
    { it: 'has the key still when the other one is gone', harm: () => rmSync(keyFiles()[0] ?? '') },
    {
      it: 'has the key still when one of its two files was emptied',
      harm: () => writeFileSync(keyFiles()[0] ?? '', ''),
    },
    { it: 'has the key still when one of its two files was cut', harm: () => truncateSync(keyFiles()[0] ?? '', 31) },
    { it: 'goes by the key that lies beside the state', harm: () => writeFileSync(keyFiles()[1] ?? '', 'another one') },
  ])
    it(sentence, async () => {
      const made = await contentKey(keyFiles(), true)
      harm()
      deepEqual(await contentKey(keyFiles(), false), made)
      deepEqual(await contentKey(keyFiles(), true), made)
      for (const file of keyFiles()) deepEqual(readFileSync(file), Buffer.from(made))
    })
})

function aSecret(spec: V1Secret['spec']): V1Secret {
  return { apiVersion: API_VERSION, kind: 'Secret', metadata: { name: 'token', namespace: 'shop' }, spec }
}

function aConfig(spec: V1Config['spec']): V1Config {
  return { apiVersion: API_VERSION, kind: 'Config', metadata: { name: 'token', namespace: 'shop' }, spec }
}
