/** What commands need of the API's answers; members that nobody here looks at may be there too. */

import { z } from 'zod';

export const filesSchema = z.object({ first: z.string(), files: z.record(z.string(), z.string()) });
export type Files = z.infer<typeof filesSchema>;

export const rulebookSchema = z.object({ number: z.int(), hash: z.string(), rulebook: filesSchema });

const namedSchema = z.object({ id: z.string(), name: z.string() });

export const editionSchema = z.looseObject({
  number: z.int(),
  hash: z.string(),
  kind: z.string(),
  title: z.string(),
  reason: z.string(),
  publishedBy: namedSchema,
  approvedBy: z.array(namedSchema),
  publishedAt: z.string(),
  pointedAt: z.string().optional(),
  previous: z.string().optional(),
});
export type EditionAnswer = z.infer<typeof editionSchema>;

export const historySchema = z.object({ live: z.string(), editions: z.array(editionSchema) });

export const changeSchema = z.object({ words: z.string(), places: z.array(z.string()) });

const placedSchema = z.object({
  ...{ file: z.string(), line: z.int(), column: z.int(), severity: z.enum(['error', 'warning']) },
  ...{ path: z.string(), message: z.string(), mend: z.string() },
});

export const reportSchema = z.looseObject({
  ok: z.boolean(),
  problems: z.array(placedSchema),
  tests: z.object({ passed: z.int(), failed: z.array(z.object({ name: z.string(), failures: z.array(z.string()) })) }),
  served: z.object({ pages: z.int(), responses: z.int(), failures: z.array(z.string()) }),
  changes: z.array(changeSchema),
  limits: z.array(z.string()),
});
export type Report = z.infer<typeof reportSchema>;

export const checkSchema = z.object({ report: reportSchema });

export const proposalSchema = z.looseObject({
  ...{ id: z.string(), address: z.string(), title: z.string(), state: z.string(), revision: z.int(), base: z.string() },
  scheduledFor: z.string().optional(),
  report: reportSchema.optional(),
});
export type ProposalAnswer = z.infer<typeof proposalSchema>;

/** What a refusal tells of an edition that somebody published meanwhile. */
export const newerSchema = z.object({
  live: editionSchema,
  changes: z.array(changeSchema),
  limits: z.array(z.string()),
  textDiff: z.string(),
});

/** What a refusal tells of another revision that somebody saved meanwhile. */
export const staleSchema = z.object({ revision: z.int(), seen: z.int(), textDiff: z.string() });
