import { configureGlobal } from 'fast-check'

/** Fixes the seed of property tests, so that every run draws the same cases; RECONCILE_TEST_SEED, an integer, selects another seed. */
configureGlobal({ seed: Number(process.env.RECONCILE_TEST_SEED ?? 1) })
