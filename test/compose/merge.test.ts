import { mergeProjects } from './merge-projects.ts'
import { dockerCompose } from './oracle.ts'
import { compare } from './project-on-disk.ts'

describe('Docker Compose and we make the same', () => {
  const program = dockerCompose()
  for (const [what, project] of mergeProjects) {
    it(`of ${what}`, function () {
      if (program === undefined) return this.skip()
      compare(program, project)
      return undefined
    })
  }
})
