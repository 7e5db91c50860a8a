import { configureGlobal } from 'fast-check'

/** Properties draw the same cases in every run; RECONCILE_TEST_SEED, a whole number, draws others. */
configureGlobal({ seed: Number(process.env.RECONCILE_TEST_SEED ?? 1) })
