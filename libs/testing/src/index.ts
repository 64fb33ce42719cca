/**
 * Helpers for the tests of modules: a stack in an app of its own, what it synthesises to, and the addresses that
 * Terraform would keep. Knows no provider: a test adds the one it needs.
 *
 * @packageDocumentation
 */
export * from './stack';
export * from './terraform-json';
export * from './thrown';
