import '#tests/bench/web.ts'
