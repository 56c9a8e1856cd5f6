import '#tests/bench/search.ts'
