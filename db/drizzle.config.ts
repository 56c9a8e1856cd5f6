import { defineConfig } from 'drizzle-kit'

/** Generates reviewed, append-only SQL from the schema; nothing here runs in production. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/*.ts',
  out: './db/migrations',
  casing: 'snake_case',
})
