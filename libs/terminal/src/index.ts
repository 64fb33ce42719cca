/**
 * Code shared by all mcp-fleet commands: exit codes and the reader of .env files. It knows no environment and no server.
 *
 * @packageDocumentation
 */
export * from './env-file';
export * from './exit-codes';
