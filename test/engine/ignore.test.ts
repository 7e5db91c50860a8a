import assert from 'node:assert/strict'
import { createIgnore } from '../../engine/build/ignore.ts'

describe('patterns of .dockerignore', () => {
  // As the docker command treats them, checked with builds of 28.2.
  const cases: readonly [lines: string, out: readonly string[], kept: readonly string[]][] = [
    ['app/(auth)', ['app/(auth)', 'app/(auth)/page'], ['app', 'app/auth', 'app/auth/page']],
    ['c++\nwe{ird\npl+us', ['c++', 'c++/x', 'we{ird', 'pl+us'], ['c', 'ccc']],
    ['a|b\na.b\na^$', ['a|b', 'a.b', 'a^$'], ['a', 'b', 'aXb']],
    ['constructor\ntoString', ['constructor', 'toString'], ['valueOf']],
    ['# all\n #not\n\n  spaced  ', ['#not', 'spaced'], ['# all', 'a']],
    ['/a/\n./b//c\nd/../e', ['a', 'a/x', 'b/c', 'e'], ['b', 'd']],
    ['.\n/\n!', [], ['a', 'a/b']],
    ['*.md\nx?y', ['a.md', 'a.md/b', 'xay'], ['a/b.md', 'x/y', 'xy']],
    ['**/*.md', ['a.md', 'a/b/c.md', 'a/c.md/d'], ['a.mdx', 'md']],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'ab']],
    ['a/**/b', ['a/b', 'a/x/y/b'], ['a', 'a/xb', 'b']],
    ['**/a/**/b', ['a/b', 'x/a/y/b'], ['a', 'x/ab']],
    ['**', ['a', 'a/b'], []],
    ['[!R]E\n[^a-c]x\n[\\]-]y', ['RE', '!E', 'dx', ']y', '-y'], ['rE', 'ax', 'bx', 'ay']],
    ['a\\*b\n\\!c', ['a*b', '!c'], ['axb', 'c']],
    ['[x\na]\n[]b', ['[x', 'a]', '[]b'], ['x', 'b']],
    ['ü?', ['ü🙂', 'üa'], ['ü', 'üab']],
    ['*\n!src\nsrc/*.tmp', ['a', 'src/a.tmp'], ['src', 'src/a', 'src/x/a.tmp']],
    ['a\n!a/b\na/b/c', ['a', 'a/x', 'a/b/c/d'], ['a/b', 'a/b/x']],
  ]
  for (const [lines, out, kept] of cases) {
    it(`such as ${JSON.stringify(lines)} leave out ${out.join(', ') || 'nothing'}`, () => {
      const ignore = createIgnore(lines.split('\n'))
      assert.deepEqual(
        [...out, ...kept].filter((path) => ignore.ignores(path)),
        out,
      )
    })
  }

  it('tell whether anything below a directory may be kept', () => {
    const directories = ['src', 'src/deep', 'srcs', 'data', 'docs', 'docs/x', 'docs/x/y', 'a/b', 'a/c']
    const kept = (lines: readonly string[]) => directories.filter(createIgnore(lines).mayKeepBelow)
    assert.deepEqual(kept(['*', 'data']), [])
    assert.deepEqual(kept(['*', '!src']), ['src', 'src/deep'])
    assert.deepEqual(kept(['*', '!a/b/c', '!docs/*/y.md']), ['docs', 'docs/x', 'a/b'])
    assert.deepEqual(kept(['*', '!docs/**/y']), ['docs', 'docs/x', 'docs/x/y'])
    assert.deepEqual(kept(['*', '!**/*.md']), directories)
  })

  it('are followed in time that does not explode (S12)', function () {
    this.timeout(5_000)
    const ignore = createIgnore([`${'*a'.repeat(2_000)}b`, `${'**/'.repeat(40)}x`, '(a+)+$'])
    assert.equal(ignore.ignores(`${'a/'.repeat(60)}${'a'.repeat(4_000)}`), false)
    assert.equal(createIgnore(['*'.repeat(200_000)]).ignores('a'), true)
  })
})
