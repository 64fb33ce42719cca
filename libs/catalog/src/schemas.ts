import { z } from 'zod';
import { deploymentJsonSchema } from './deployment-json';
import { serverJsonSchema } from './server-json';

/** The JSON Schemas that editors use, by file name, as they are checked in. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'deployment.schema.json': text('deployment.json: what mcp-fleet knows of a server', deploymentJsonSchema),
    'server.schema.json': text('server.json: what mcp-fleet reads of it', serverJsonSchema),
  };
}

function text(title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
