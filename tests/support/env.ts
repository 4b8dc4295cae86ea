/** What lib/env.ts reads in tests. The secret also makes the passwords of the database roles. */
export const testEnv = {
  NODE_ENV: 'test',
  POSTINO_SECRET: 'a secret for tests, known to everybody',
  BASE_URL: 'http://localhost:3000',
  INBOUND_DOMAIN: 'in.postino.test',
  MAIL_HOSTNAME: 'postino.test',
  LOG_LEVEL: 'silent',
} as const
