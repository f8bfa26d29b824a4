import { z } from 'zod';

/** What the deployment proxy writes about itself to MW_HOME/run/proxy.json; the file's time is its sign of life. */
export const proxyReportSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** By `<project>/<environment>`. */
  routes: z.record(
    z.string(),
    z.object({
      port: z.int(),
      /** Of the routes file, as far as it is in force. */
      version: z.int(),
      /** Why its port can't be listened on; null when it is. */
      problem: z.string().nullable(),
      /** Nothing behind it takes connections. Absent until that was looked at. */
      silent: z.boolean().optional(),
    }),
  ),
});

export type ProxyReport = z.infer<typeof proxyReportSchema>;
