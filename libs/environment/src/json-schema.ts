import { z } from 'zod';
import { imagePinsSchema } from './images';
import { environmentSchema } from './schema';

/** The JSON Schemas of an environment and of its image pins, by file name, as they are checked in. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'environment.schema.json': text('environment.ts: one environment as data', environmentSchema),
    'images.schema.json': text('images.json: the image that runs, by repository', imagePinsSchema),
  };
}

function text(title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
