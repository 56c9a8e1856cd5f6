/** The role of everything that the web process does. It owns nothing, bypasses nothing and cannot log in. */
export const WEB = 'instroom_web'
/** The role of everything that the workers do. */
export const WORKERS = 'instroom_worker'

/** Roles belong to the server, not to one database: made once, whoever is first. */
export const APP_ROLES = [WEB, WORKERS] as const
export type AppRole = (typeof APP_ROLES)[number]

/** What an administrator of the database runs where the user of DATABASE_URL may not make roles. */
export const statementsFor = (login: string): string[] => [
  ...APP_ROLES.map((role) => `create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;`),
  `grant ${APP_ROLES.join(', ')} to "${login}";`,
]
