import { benchStore } from '#tests/bench/matching-store.ts'

if (!(await benchStore())) process.exitCode = 1
