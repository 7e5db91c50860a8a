import '../support/fixed-seed.ts'
import fc from 'fast-check'
import { compareConfig } from './compare-config.ts'
import { generatedProject } from './generated-projects.ts'
import { dockerCompose } from './oracle.ts'
import { compare, withProject } from './project-on-disk.ts'
import { inShare } from '../support/share.ts'

/** Each run starts a few processes: RECONCILE_TEST_ALL=1 makes many. */
const runs = inShare(5, 1_000)

describe('Docker Compose and we make the same of generated projects', function () {
  this.timeout(Math.max(120_000, runs * 3_000))
  const program = dockerCompose()

  it('of one to three files, with marks, extends and include', function () {
    if (program === undefined) return this.skip()
    fc.assert(
      fc.property(generatedProject, (project) => {
        compare(program, project)
        withProject(project, (directory) => compareConfig(program, directory, project))
      }),
      { numRuns: runs, endOnFailure: true },
    )
    return undefined
  })
})
