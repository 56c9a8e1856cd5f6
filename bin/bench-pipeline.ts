import '#tests/bench/pipeline.ts'
