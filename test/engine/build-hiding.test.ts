import { equal } from 'node:assert/strict'
import { hiding } from '../../engine/docker/build/hiding.ts'

describe('what a build says of an argument', () => {
  for (const { it: sentence, buildArgs, says, shown } of [
    {
      it: 'that looks secret by its name is hidden',
      buildArgs: { NPM_TOKEN: 'hunter2-2' },
      says: 'hunter2-2!',
      shown: '***!',
    },
    {
      it: 'is hidden if that is but a word',
      buildArgs: { NPM_TOKEN: 'tulip' },
      says: 'using tulip',
      shown: 'using ***',
    },
    { it: 'is hidden line by line', buildArgs: { API_KEY: 'one-a\n two-b' }, says: 'then two-b', shown: 'then ***' },
    { it: 'is shown where it is too short to tell', buildArgs: { NPM_TOKEN: 'a' }, says: 'a cat', shown: 'a cat' },
    {
      it: 'that looks like none is shown',
      buildArgs: { STAGE: 'production' },
      says: 'in production',
      shown: 'in production',
    },
  ])
    it(sentence, () => equal(hiding({ buildArgs })(says), shown))
})
