import { createTransport } from 'nodemailer'

/** Sends a mail to the running system as the outside world does. */
export async function deliver(mail: {
  from: string
  to: string
  subject: string
  text: string
}): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(process.env.POSTINO_E2E_SMTP_PORT ?? 2525),
    secure: false,
    tls: { rejectUnauthorized: false },
  })
  try {
    await transport.sendMail(mail)
  } finally {
    transport.close()
  }
}
