import { deepEqual, equal } from 'node:assert/strict'
import { junitLines } from '../../../cli/output/junit.ts'
import { planMarkdown } from '../../../cli/output/plan-markdown.ts'

describe('a plan as Markdown', () => {
  it('has its outcome as the heading, and all of it in a block', () => {
    deepEqual(planMarkdown(['Calls:', '  + POST /x', '1 call would change the hosts.']), [
      '### reconcile plan: 1 call would change the hosts.',
      ...['', '```', 'Calls:', '  + POST /x', '1 call would change the hosts.', '```'],
    ])
  })

  it('is one line where there is nothing to do', () => {
    deepEqual(planMarkdown(['No changes.']), ['### reconcile plan: No changes.'])
  })

  it('lets nothing in it end the block', () => {
    equal(planMarkdown(['a ```` b', 'end'])[2], '`````')
  })

  it('fits a comment, and says what is left out', () => {
    const lines = planMarkdown(Array.from({ length: 100 }, () => 'x'.repeat(999)))
    equal(lines.filter((line) => line.startsWith('xxx')).length, 60)
    equal(lines.at(-1), "40 more lines do not fit a comment: see the job's output.")
  })
})

describe('a validation as JUnit XML', () => {
  const place = { file: '/srv/a.yaml', line: 3, column: 7, origin: 'literal' as const }

  it('has a case for each file, and its errors in one failure', () => {
    const errors = ['must be a number', 'is <b> & "c"'].map((message) => ({ place, path: 'spec.x', message }))
    deepEqual(junitLines({ files: ['/srv/a.yaml', '/srv/b.yaml'], errors, cwd: '/srv' }).slice(1), [
      '<testsuites tests="2" failures="1">',
      '  <testsuite name="reconcile validate" tests="2" failures="1">',
      '    <testcase classname="manifests" name="a.yaml" file="a.yaml">',
      '      <failure message="must be a number">/srv/a.yaml:3:7: spec.x: must be a number\n/srv/a.yaml:3:7: spec.x: is &lt;b&gt; &amp; &quot;c&quot;</failure>',
      ...['    </testcase>', '    <testcase classname="manifests" name="b.yaml" file="b.yaml"/>'],
      ...['  </testsuite>', '</testsuites>'],
    ])
  })

  it('leaves out what XML can not say', () => {
    const errors = [{ place, path: '', message: 'a\u0000b\ud800c\u001b[0m' }]
    equal(
      junitLines({ files: [], errors, cwd: '/srv' })[4],
      '      <failure message="abc[0m">/srv/a.yaml:3:7: abc[0m</failure>',
    )
  })
})
